/** Pictures of users, one each. */
import type { Kysely } from 'kysely'
import { goesWithUser, steps } from './steps.ts'

export const up = async (db: Kysely<unknown>): Promise<void> => {
  const { table, index, text, longText } = steps(db)
  await table('avatars')
    .addColumn('id', text(64), (c) => c.primaryKey().notNull())
    .addColumn('user_id', text(36), (c) => c.notNull())
    .addColumn('webp', longText, (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addForeignKeyConstraint('avatars_user', ['user_id'], 'users', ['id'], goesWithUser)
    .execute()
  await index('avatars_user_id', 'avatars', ['user_id'], { isUnique: true })
}

export const down = async (db: Kysely<unknown>): Promise<void> => {
  await steps(db).drop('avatars')
}
