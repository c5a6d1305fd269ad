import {
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Kysely } from 'kysely'
import { DatabaseProblem } from '../shared/problems.ts'
import type { Schema } from '../shared/schema.ts'
import type { Sealer } from '../shared/sealer.ts'
import type { AuditKeyRow } from './audit-rows.ts'

/** What a code authenticates; the first part says what it is for. */
export type Parts = readonly (string | number | null)[]

/** How long after a key was replaced another process may still use it for what it records. */
const REPLACED_GRACE_MS = 5 * 60_000
const KEY_BYTES = 32

/**
 * The keys that authenticate the audit log, in memory. They are random and lie in the database
 * sealed under `LATCHKEY_SECRET`: whoever has the database alone can neither make nor change a code.
 */
export interface AuditKeys {
  /** Seals the keys of persons. */
  readonly sealer: Sealer
  /** Reads the keys; resolves to whether any are there. Throws a DatabaseProblem on a foreign one. */
  load(db: Kysely<Schema>): Promise<boolean>
  /** `<key id>.<HMAC-SHA-256 in base64url>` under the newest key. */
  sign(parts: Parts): string
  /** The number of the key that signed these parts so; null when none of ours did. */
  signer(code: string | null, parts: Parts): number | null
  /** Whether a key signed these parts so that was in use at `now`, or until lately. */
  isFresh(code: string | null, parts: Parts, now: Date): boolean
  /** The number of the key that signs. */
  newest(): number
}

interface OpenedKey {
  readonly number: number
  readonly id: string
  readonly key: KeyObject
  readonly retiredAt: number | null
}

/** HMAC-SHA-256 of the parts in base64url. JSON keeps them apart. */
export const hmacOf = (key: KeyObject, parts: Parts): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')

/** The key of a text in base64url. Node takes five times as long with one that is only bytes. */
export const keyFrom = (text: string): KeyObject => createSecretKey(text, 'base64url')

/** Compares two codes in constant time. */
export const isSameCode = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The keys of one database; `load` before anything else, unless they are `known`. */
export const auditKeys = (sealer: Sealer, known: readonly AuditKeyRow[] = []): AuditKeys => {
  let seen = ''
  let opened: readonly OpenedKey[] = known.map((row) => openKey(sealer, row))

  const newest = (): OpenedKey => {
    const last = opened.at(-1)
    if (!last) throw new Error('the keys of the audit log are used before load()')
    return last
  }
  const keyOf = (code: string | null, parts: Parts): OpenedKey | null => {
    const [id, mac = ''] = (code ?? '').split('.')
    const key = opened.find((candidate) => candidate.id === id)
    return key && isSameCode(mac, hmacOf(key.key, parts)) ? key : null
  }
  return {
    sealer,
    load: async (db) => {
      const rows = await db.selectFrom('audit_keys').selectAll().orderBy('number').execute()
      // Keys that were deleted behind our back stay in memory, so that acts go on being recorded.
      if (rows.length === 0) return false
      const now = JSON.stringify(rows)
      if (now !== seen) opened = rows.map((row) => openKey(sealer, row))
      seen = now
      return true
    },
    sign: (parts) => `${newest().id}.${hmacOf(newest().key, parts)}`,
    signer: (code, parts) => keyOf(code, parts)?.number ?? null,
    isFresh: (code, parts, now) => {
      const key = keyOf(code, parts)
      if (!key) return false
      return key.retiredAt === null || now.getTime() < key.retiredAt + REPLACED_GRACE_MS
    },
    newest: () => newest().number,
  }
}

/** A new key of this number, sealed. */
export const makeAuditKey = (sealer: Sealer, number: number, now: Date): AuditKeyRow => {
  const row = { number, id: randomBytes(4).toString('hex'), retired_at: null }
  const sealed = sealer.seal(purposeOf(row), randomBytes(KEY_BYTES).toString('base64url'))
  return { ...row, sealed_key: sealed, created_at: now.getTime() }
}

/** The same key sealed under the newest secret, retired at `now` unless it was before. */
export const retireAuditKey = (sealer: Sealer, row: AuditKeyRow, now: Date): AuditKeyRow => {
  const retired = { ...row, retired_at: row.retired_at ?? now.getTime() }
  const key = sealer.open(purposeOf(row), row.sealed_key)
  return { ...retired, sealed_key: sealer.seal(purposeOf(retired), key) }
}

/** All that a row says, so that nobody brings a retired key back to life. */
const purposeOf = ({ number, id, retired_at }: Omit<AuditKeyRow, 'sealed_key' | 'created_at'>) =>
  `audit-key:${number}:${id}:${retired_at ?? 'in use'}`

const openKey = (sealer: Sealer, row: AuditKeyRow): OpenedKey => {
  const { number, id, retired_at: retiredAt, sealed_key } = row
  try {
    const key = keyFrom(sealer.open(purposeOf(row), sealed_key))
    return { number, id, key, retiredAt }
  } catch (cause) {
    throw new DatabaseProblem(
      'the key of the audit log was sealed under another LATCHKEY_SECRET, or changed: put the ' +
        'former secret behind the new one, with a comma between them, or restore the table audit_keys',
      { cause },
    )
  }
}
