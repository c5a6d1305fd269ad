/** Changes of addresses that wait for the code from the new one, one of each user. */
import type { Kysely } from 'kysely'
import { goesWithUser, steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, index, text } = steps(db)
  await table('email_changes')
    .addColumn('id', text(36), (c) => c.primaryKey().notNull())
    .addColumn('user_id', text(36), (c) => c.notNull())
    .addColumn('session_id', text(36), (c) => c.notNull())
    .addColumn('email', text(254), (c) => c.notNull())
    .addColumn('email_canonical', text(254), (c) => c.notNull())
    .addColumn('code_hash', text(64), (c) => c.notNull())
    .addColumn('wrong_codes', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('email_changes_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
  await index('email_changes_user_id', 'email_changes', ['user_id'], { isUnique: true })
  // UserStore.add, changeEmail
  await index('email_changes_email_canonical', 'email_changes', ['email_canonical'])
  // sweep
  await index('email_changes_expires_at', 'email_changes', ['expires_at'])
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('email_changes')
}
