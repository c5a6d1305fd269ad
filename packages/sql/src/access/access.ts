import { type AccessStore, ADMIN_ROLE, permissionsOf } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { takeLock } from '../shared/take-lock.ts'
import { EVERYBODYS_ROLE } from '../user/user-row.ts'
import { countAccessChange } from './count-access-change.ts'
import { toRole } from './roles.ts'

/** Who may do what, in SQL. */
export const sqlAccess = ({ read, write }: Connections): AccessStore => {
  const rowsOf = compiledOnce(read, selectAccess)
  return {
    lock: () => takeLock(write, 'access'),

    find: async (userId) => {
      const rows = await rowsOf(userId)
      const [first] = rows
      if (!first) return null
      const granted = rows.flatMap(({ role }) => (role === null ? [] : [role]))
      const roles = [EVERYBODYS_ROLE, ...granted].sort()
      const made = rows.flatMap(({ name, description, permissions }) =>
        name === null || description === null || permissions === null
          ? []
          : [toRole({ name, description, permissions })],
      )
      const isDisabled = first.disabled_at !== null
      return { userId, isDisabled, roles, permissions: permissionsOf(roles, made) }
    },

    hasOtherAdministrator: async (userId) => {
      const found = await read
        .selectFrom('user_roles')
        .innerJoin('users', 'users.id', 'user_roles.user_id')
        .select('users.id')
        .where('user_roles.role', '=', ADMIN_ROLE)
        .where('user_roles.user_id', '!=', userId)
        .where('users.disabled_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },

    setRoles: (userId, roles, now) =>
      atomically({ write }, async (transaction) => {
        await transaction.deleteFrom('user_roles').where('user_id', '=', userId).execute()
        const granted = roles.filter((role) => role !== EVERYBODYS_ROLE)
        const rows = granted.map((role) => ({ user_id: userId, role }))
        if (rows.length > 0) await transaction.insertInto('user_roles').values(rows).execute()
        await countAccessChange(transaction, userId, now)
      }),

    disable: (userId, now) => setDisabled(write, userId, now, true),
    enable: (userId, now) => setDisabled(write, userId, now, false),
  }
}

const selectAccess = (db: Kysely<Schema>) =>
  db
    .selectFrom('users')
    .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
    .leftJoin('roles', 'roles.name', 'user_roles.role')
    .select(['users.disabled_at', 'user_roles.role'])
    .select(['roles.name', 'roles.description', 'roles.permissions'])
    .where('users.id', '=', '')

const setDisabled = async (
  write: Kysely<Schema>,
  userId: string,
  now: Date,
  isDisabled: boolean,
): Promise<boolean> => {
  const at = toInstant(now)
  const changed = await write
    .updateTable('users')
    .set({ disabled_at: isDisabled ? at : null, updated_at: at })
    .where('id', '=', userId)
    .where('disabled_at', isDisabled ? 'is' : 'is not', null)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n
}
