import type { User, UserStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { EVERYBODYS_ROLE, selectUsers, toUser, toUserRow } from './user-row.ts'

/** Users in SQL. */
export const sqlUsers = ({ read, write }: Connections): UserStore => ({
  find: finder(read, (on) => selectUsers(on).where('id', '=', '')),
  findByEmail: finder(read, (on) => selectUsers(on).where('email_canonical', '=', '')),
  lock: finder(write, (on) => dialectOf(on).locked(selectUsers(on).where('id', '=', ''))),

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

/** Finds one user by the one value that `select` leaves open. */
const finder = (
  db: Kysely<Schema>,
  select: (on: Kysely<Schema>) => ReturnType<typeof selectUsers>,
) => {
  const find = compiledOnce(db, select)
  return async (value: string): Promise<User | null> => {
    const [row] = await find(value)
    return row ? toUser(row) : null
  }
}

const grant = async (db: Kysely<Schema>, userId: string, role: string): Promise<void> => {
  if (role === EVERYBODYS_ROLE) return
  const insert = db.insertInto('user_roles').values({ user_id: userId, role })
  await dialectOf(db).insertUnlessThere(insert, { columns: ['user_id', 'role'], name: 'PRIMARY' })
}
