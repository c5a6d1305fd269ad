import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import type { Schema } from '../shared/schema.ts'

/** Voids the user's access tokens from before: every node finds the higher version by its instant. */
export const countAccessChange = async (
  db: Kysely<Schema>,
  userId: string,
  now: Date,
): Promise<void> => {
  const at = toInstant(now)
  await db
    .updateTable('users')
    .set((eb) => ({
      access_version: eb('access_version', '+', 1),
      access_changed_at: at,
      updated_at: at,
    }))
    .where('id', '=', userId)
    .execute()
}
