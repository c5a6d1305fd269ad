import type { AuditEvent } from '@latchkey/core'
import type { Kysely } from 'kysely'
import type { AuditKeys } from '../audit/audit-keys.ts'
import { sqlAuditLog } from '../audit/audit-log.ts'
import { beginChain } from '../audit/begin-chain.ts'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { atomically } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { takeLock } from '../shared/take-lock.ts'
import { type StoredSigningKey, toSigningKeyRow } from './signing-keys.ts'

/** The tables whose rows are tokens; those that refer to others come first. */
export const TOKEN_TABLES = [
  'otp_codes',
  'otp_requests',
  'pre_registrations',
  'password_resets',
  'email_changes',
  'setup_tokens',
  'invitations',
  'sessions',
] as const satisfies readonly (keyof Schema)[]

/** How many rows were deleted, by table. */
export type RevokedTokens = Readonly<Record<(typeof TOKEN_TABLES)[number], number>>

interface Revoking {
  /** Signs from now on; every other key is forgotten, and with it every access token. */
  readonly key: StoredSigningKey
  /** Commits with the act. */
  readonly eventOf: (revoked: RevokedTokens) => AuditEvent
  readonly auditKeys: AuditKeys
}

/**
 * Voids every token there is, in one transaction: sessions, links, codes and staged sign-ups are
 * deleted, and the signing keys replaced without overlap. Takes the location of a migrated database,
 * because no limit of a serving process applies: a large table takes its time.
 */
export const revokeEveryToken = (
  location: string,
  { key, eventOf, auditKeys }: Revoking,
): Promise<RevokedTokens> =>
  openForMigration(location, (write: Kysely<Schema>) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'signing_keys')
      await transaction.deleteFrom('signing_keys').execute()
      await transaction.insertInto('signing_keys').values(toSigningKeyRow(key)).execute()
      const revoked: Partial<Record<keyof RevokedTokens, number>> = {}
      for (const table of TOKEN_TABLES) {
        const { numDeletedRows } = await transaction.deleteFrom(table).executeTakeFirst()
        revoked[table] = Number(numDeletedRows)
      }
      const event = eventOf(revoked as RevokedTokens)
      await beginChain({ read: transaction, write: transaction }, auditKeys, event.at)
      await sqlAuditLog({ write: transaction }, { auditKeys }).record(event)
      return revoked as RevokedTokens
    }),
  )
