import type { AuditEvent } from '@latchkey/core'
import { afterNoon, anAuditEvent, NOON } from '@latchkey/core/testing'
import { type AuditKeys, auditKeys } from '../audit/audit-keys.ts'
import { type AuditLinker, auditLinker } from '../audit/audit-linker.ts'
import { beginChain } from '../audit/begin-chain.ts'
import { type AuditReport, verifyAuditLog } from '../audit/verify-audit-log.ts'
import type { Database } from '../shared/database.ts'
import type { Sealer } from '../shared/sealer.ts'
import type { Storage } from '../shared/storage.ts'
import { testSealer, testStorage } from './test-database.ts'

const MINUTE_MS = 60_000

/** An audit log with a chain, as one process sees it. */
export interface AuditChain {
  readonly database: Database
  readonly keys: AuditKeys
  readonly storage: Storage
  readonly linker: AuditLinker
  /** Records so many events of so many users, a second apart. */
  record(count: number, over?: Partial<AuditEvent>): Promise<void>
  /** One round at `afterMs` past noon. */
  link(afterMs?: number): ReturnType<AuditLinker['round']>
  verify(options?: Partial<Parameters<typeof verifyAuditLog>[2]>): Promise<AuditReport>
}

interface Options {
  readonly sealer?: Sealer
  readonly owner?: string
  readonly patienceMs?: number
}

/** Begins the chain at noon, or joins the one that is there. */
export const anAuditChain = async (
  database: Database,
  { sealer = testSealer(), owner = 'node-1', patienceMs = 100 }: Options = {},
): Promise<AuditChain> => {
  const keys = auditKeys(sealer)
  await beginChain(database, keys, NOON)
  const storage = testStorage(database, keys)
  const linker = auditLinker(database, keys, { owner, patienceMs })
  let recorded = 0
  return {
    database,
    keys,
    storage,
    linker,
    record: async (count, over = {}) => {
      for (let n = 0; n < count; n++) {
        recorded += 1
        const id = `${owner}-${String(recorded).padStart(6, '0')}`
        const who = `user-${recorded % 3}`
        const event = anAuditEvent({
          id,
          at: afterNoon(recorded * 1000),
          userId: who,
          actorId: who,
        })
        await storage.stores.audit.record({ ...event, metadata: { n: recorded }, ...over })
      }
    },
    link: (afterMs = 0) => linker.round(afterNoon(afterMs)),
    verify: (options) => verifyAuditLog(database, keys, { now: NOON, ...options }),
  }
}

/** Three minutes of a log: 3 × `count` events with a checkpoint after each minute. */
export const threeMinutes = async (chain: AuditChain, count = 4): Promise<void> => {
  for (const minute of [1, 2, 3]) {
    await chain.record(count)
    await chain.link(minute * MINUTE_MS)
  }
}
