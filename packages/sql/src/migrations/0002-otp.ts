/**
 * Sign-in by mailed code. A request has one row and each of its codes another, so that a further
 * code is an insert that no concurrent one can lose. No foreign key to the user: the rows live for
 * minutes, and one whose user is gone is refused.
 */
import type { Kysely } from 'kysely'

export const up = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema
    .createTable('otp_requests')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('email', 'varchar(254)', (c) => c.notNull())
    .addColumn('email_canonical', 'varchar(254)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)')
    .addColumn('locale', 'varchar(35)', (c) => c.notNull())
    .addColumn('request_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('wrong_tries', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // sweep
  await schema
    .createIndex('otp_requests_expires_at')
    .on('otp_requests')
    .column('expires_at')
    .execute()
  await schema
    .createTable('otp_codes')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey().notNull())
    .addColumn('request_id', 'varchar(36)', (c) =>
      c.notNull().references('otp_requests.id').onDelete('cascade'),
    )
    .addColumn('code_hash', 'varchar(64)', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  // OtpStore.find takes the newest; the cascade of consume deletes them all.
  await schema
    .createIndex('otp_codes_request_id')
    .on('otp_codes')
    .columns(['request_id', 'expires_at'])
    .execute()
  // sweep
  await schema.createIndex('otp_codes_expires_at').on('otp_codes').column('expires_at').execute()
}

export const down = async ({ schema }: Kysely<unknown>): Promise<void> => {
  await schema.dropTable('otp_codes').execute()
  await schema.dropTable('otp_requests').execute()
}
