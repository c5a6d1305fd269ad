/** Former passwords of users, for installations that refuse them (`password_history_count`). */
import type { Kysely } from 'kysely'
import { goesWithUser, steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, text } = steps(db)
  await table('password_history')
    .addColumn('user_id', text(36), (c) => c.notNull())
    // The user's credential version while it was the password: counts up, so it is the order too.
    .addColumn('credential_version', 'integer', (c) => c.notNull())
    .addColumn('password_hash', text(255), (c) => c.notNull())
    .addPrimaryKeyConstraint('password_history_key', ['user_id', 'credential_version'])
    .addForeignKeyConstraint('password_history_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('password_history')
}
