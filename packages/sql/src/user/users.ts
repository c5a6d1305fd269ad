import type { User, UserStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { EVERYBODYS_ROLE, selectUsers, toUser, toUserRow } from './user-row.ts'

/** Users in SQL. */
export const sqlUsers = ({ read, write }: Connections): UserStore => ({
  find: (id) => findBy(read, 'id', id),
  findByEmail: (emailCanonical) => findBy(read, 'email_canonical', emailCanonical),

  lock: async (id) => {
    const user = selectUsers(write).where('id', '=', id)
    const row = await dialectOf(write).locked(user).executeTakeFirst()
    return row ? toUser(row) : null
  },

  add: (user) =>
    atomically({ write }, async (transaction) => {
      const insert = transaction.insertInto('users').values(toUserRow(user))
      const key = { columns: ['email_canonical'], name: 'users_email_canonical' } as const
      if (!(await dialectOf(write).insertUnlessThere(insert, key))) return false
      for (const role of user.roles) await grant(transaction, user.id, role)
      return true
    }),

  recordLogin: async (id, at) => {
    await write
      .updateTable('users')
      .set({ last_login_at: toInstant(at) })
      .where('id', '=', id)
      .execute()
  },

  grant: (userId, role) => grant(write, userId, role),

  anyoneHas: async (role) => {
    const found =
      role === EVERYBODYS_ROLE
        ? read.selectFrom('users').select('id').limit(1)
        : read.selectFrom('user_roles').select('user_id as id').where('role', '=', role).limit(1)
    return (await found.executeTakeFirst()) !== undefined
  },
})

const findBy = async (
  db: Kysely<Schema>,
  column: 'id' | 'email_canonical',
  value: string,
): Promise<User | null> => {
  const row = await selectUsers(db).where(column, '=', value).executeTakeFirst()
  return row ? toUser(row) : null
}

const grant = async (db: Kysely<Schema>, userId: string, role: string): Promise<void> => {
  if (role === EVERYBODYS_ROLE) return
  const insert = db.insertInto('user_roles').values({ user_id: userId, role })
  await dialectOf(db).insertUnlessThere(insert, { columns: ['user_id', 'role'], name: 'PRIMARY' })
}
