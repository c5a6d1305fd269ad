/** Invitations by administrators: nobody is a user by one until the mailed link was opened. */
import type { Kysely } from 'kysely'
import { goesWithUser, steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, index, text, longText } = steps(db)
  await table('invitations')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('email', text(254), (c) => c.notNull())
    .addColumn('email_canonical', text(254), (c) => c.notNull())
    .addColumn('first_name', text(400))
    .addColumn('last_name', text(400))
    .addColumn('locale', text(35), (c) => c.notNull())
    .addColumn('roles', longText, (c) => c.notNull())
    .addColumn('invited_by', text(36), (c) => c.notNull())
    .addColumn('secret_hash', text(64), (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('invitations_email_canonical', ['email_canonical'])
    .addForeignKeyConstraint('invitations_user', ['invited_by'], 'users', ['id'], goesWithUser)
    .execute()
  // A user who is deleted takes the invitations along.
  await index('invitations_invited_by', 'invitations', ['invited_by'])
  // sweep
  await index('invitations_expires_at', 'invitations', ['expires_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('invitations')
}
