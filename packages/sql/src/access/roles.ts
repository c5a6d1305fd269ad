import { isPermission, type Role, type RoleStore } from '@latchkey/core'
import { fromJson, toJson } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { RoleRow } from './role-row.ts'

/** The roles that were made, in SQL. */
export const sqlRoles = ({ read, write }: Connections): RoleStore => ({
  all: async () => {
    const rows = await read.selectFrom('roles').selectAll().orderBy('name').execute()
    return rows.map(toRole)
  },

  find: async (name) => {
    const row = await read
      .selectFrom('roles')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst()
    return row ? toRole(row) : null
  },

  add: (role) => {
    const insert = write.insertInto('roles').values(toRoleRow(role))
    return dialectOf(write).insertUnlessThere(insert, { columns: ['name'], name: 'PRIMARY' })
  },

  replace: async (role) => {
    const { name, ...changes } = toRoleRow(role)
    const changed = await write
      .updateTable('roles')
      .set(changes)
      .where('name', '=', name)
      .executeTakeFirst()
    return changed.numUpdatedRows === 1n
  },

  remove: async (name) => {
    const removed = await write.deleteFrom('roles').where('name', '=', name).executeTakeFirst()
    return removed.numDeletedRows === 1n
  },
})

/** A permission that a later release took away is left out. */
export const toRole = ({ name, description, permissions }: RoleRow): Role => ({
  name,
  description,
  permissions: fromJson<readonly string[]>(permissions).filter(isPermission),
})

const toRoleRow = ({ name, description, permissions }: Role): RoleRow => ({
  name,
  description,
  permissions: toJson(permissions),
})
