/**
 * Sign-in by mailed code. A request has one row and each of its codes another, so that a further
 * code is an insert that no concurrent one can lose. No foreign key to the user: the rows live for
 * minutes, and one whose user is gone is refused.
 */
import type { Kysely } from 'kysely'
import { steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, index, text } = steps(db)
  await table('otp_requests')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('email', text(254), (c) => c.notNull())
    .addColumn('email_canonical', text(254), (c) => c.notNull())
    .addColumn('user_id', text(36))
    .addColumn('locale', text(35), (c) => c.notNull())
    .addColumn('request_hash', text(64), (c) => c.notNull())
    .addColumn('wrong_tries', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // sweep
  await index('otp_requests_expires_at', 'otp_requests', ['expires_at'])
  await table('otp_codes')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('request_id', text(36), (c) => c.notNull())
    .addColumn('code_hash', text(64), (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('otp_codes_request', ['request_id'], 'otp_requests', ['id'], (key) =>
      key.onDelete('cascade'),
    )
    .execute()
  // OtpStore.find takes the newest; the cascade of consume deletes them all.
  await index('otp_codes_request_id', 'otp_codes', ['request_id', 'expires_at'])
  // sweep
  await index('otp_codes_expires_at', 'otp_codes', ['expires_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  const { drop } = steps(db)
  await drop('otp_codes')
  await drop('otp_requests')
}
