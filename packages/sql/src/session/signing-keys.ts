import { toDate, toDateOrNull, toInstant, toInstantOrNull } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { takeLock } from '../shared/take-lock.ts'
import type { SigningKeyRow } from './session-rows.ts'

/** A signing key at rest. */
export interface StoredSigningKey {
  readonly kid: string
  /** JSON of the public JWK. */
  readonly publicJwk: string
  readonly sealedPrivateKey: string
  readonly createdAt: Date
  /** From when it signs no more; null while it signs. */
  readonly retiredAt: Date | null
}

export interface SigningKeyStore {
  /** Every key, the oldest first. */
  all(): Promise<readonly StoredSigningKey[]>

  /** Adds the key when there is none at all; resolves to false otherwise. Of many calls one wins. */
  addFirst(key: StoredSigningKey): Promise<boolean>

  /** Adds the key and retires those that still sign. */
  rotate(key: StoredSigningKey, now: Date): Promise<void>

  /** Replaces the sealed private key; resolves to false when it was replaced already. */
  reseal(kid: string, from: string, to: string): Promise<boolean>

  /** Deletes the keys that were retired before that and resolves to their number. */
  forget(retiredBefore: Date): Promise<number>
}

/** Signing keys in SQL. */
export const sqlSigningKeys = ({ read, write }: Connections): SigningKeyStore => ({
  all: async () => {
    const rows = await read.selectFrom('signing_keys').selectAll().orderBy('created_at').execute()
    return rows.map(toSigningKey)
  },

  addFirst: (key) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'signing_keys')
      const any = await transaction.selectFrom('signing_keys').select('kid').executeTakeFirst()
      if (any) return false
      await transaction.insertInto('signing_keys').values(toSigningKeyRow(key)).execute()
      return true
    }),

  rotate: (key, now) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'signing_keys')
      await transaction
        .updateTable('signing_keys')
        .set({ retired_at: toInstant(now) })
        .where('retired_at', 'is', null)
        .execute()
      await transaction.insertInto('signing_keys').values(toSigningKeyRow(key)).execute()
    }),

  reseal: async (kid, from, to) => {
    const changed = await write
      .updateTable('signing_keys')
      .set({ sealed_private_key: to })
      .where('kid', '=', kid)
      .where('sealed_private_key', '=', from)
      .executeTakeFirst()
    return changed.numUpdatedRows === 1n
  },

  forget: async (retiredBefore) => {
    const forgotten = await write
      .deleteFrom('signing_keys')
      .where('retired_at', '<', toInstant(retiredBefore))
      .executeTakeFirst()
    return Number(forgotten.numDeletedRows)
  },
})

const toSigningKey = (row: SigningKeyRow): StoredSigningKey => ({
  kid: row.kid,
  publicJwk: row.public_jwk,
  sealedPrivateKey: row.sealed_private_key,
  createdAt: toDate(row.created_at),
  retiredAt: toDateOrNull(row.retired_at),
})

export const toSigningKeyRow = (key: StoredSigningKey): SigningKeyRow => ({
  kid: key.kid,
  public_jwk: key.publicJwk,
  sealed_private_key: key.sealedPrivateKey,
  created_at: toInstant(key.createdAt),
  retired_at: toInstantOrNull(key.retiredAt),
})
