import type { User, UserStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { EVERYBODYS_ROLE, selectUsers, toUser, toUserRow } from './user-row.ts'

/** Users in SQL. */
export const sqlUsers = ({ read, write }: Connections): UserStore => ({
  find: finderBy(read, 'id'),
  findByEmail: finderBy(read, 'email_canonical'),
  // SQLite has one writer: the transaction that this runs in keeps every other one out.
  lock: finderBy(write, 'id'),

  add: (user) =>
    atomically({ write }, async (transaction) => {
      const added = await transaction
        .insertInto('users')
        .values(toUserRow(user))
        .onConflict((conflict) => conflict.column('email_canonical').doNothing())
        .executeTakeFirst()
      if (added.numInsertedOrUpdatedRows !== 1n) return false
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

const finderBy = (db: Kysely<Schema>, column: 'id' | 'email_canonical') => {
  const select = compiledOnce(db, (on) => selectUsers(on).where(column, '=', ''))
  return async (value: string): Promise<User | null> => {
    const [row] = await select(value)
    return row ? toUser(row) : null
  }
}

const grant = async (db: Kysely<Schema>, userId: string, role: string): Promise<void> => {
  if (role === EVERYBODYS_ROLE) return
  await db
    .insertInto('user_roles')
    .values({ user_id: userId, role })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
