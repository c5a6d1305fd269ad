import type { Kysely } from 'kysely'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { atomically } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { takeLock } from '../shared/take-lock.ts'
import type { AuditKeys } from './audit-keys.ts'
import { makeChain } from './begin-chain.ts'
import { countEvents, WAITING } from './count-events.ts'

const UNLINKED = {
  sequence: null,
  digest: null,
  about_digest: null,
  origin_digest: null,
  erasure: null,
  mark: null,
} as const

/**
 * Gives the chain up and begins a new one, under a new key, with the events as they are: they are
 * linked again as events that nobody vouches for. Resolves to their number. For the operator of a
 * log that was tampered with; takes the location of a migrated database, because no limit of a
 * serving process applies.
 */
export const restartChain = (location: string, keys: AuditKeys, now: Date): Promise<number> =>
  openForMigration(location, (write: Kysely<Schema>) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'audit_chain')
      for (const table of ['audit_chain', 'audit_checkpoints', 'audit_keys'] as const)
        await transaction.deleteFrom(table).execute()
      // They are linked as events that nobody vouches for, and those are not counted.
      await countEvents(transaction, WAITING)
      const events = await transaction.updateTable('audit_events').set(UNLINKED).executeTakeFirst()
      await makeChain(transaction, keys, now)
      return Number(events.numUpdatedRows)
    }),
  )
