import type { SettingStore, SettingVersion } from '@latchkey/core'
import { fromJson, toDate, toInstant, toJson } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { takeLock } from '../shared/take-lock.ts'
import type { SettingRow } from './setting-row.ts'

/** Settings in SQL. */
export const sqlSettings = ({ read, write }: Connections): SettingStore => ({
  all: async () => (await read.selectFrom('settings').selectAll().execute()).map(toVersion),

  history: async (key) => {
    const rows = await read
      .selectFrom('setting_versions')
      .selectAll()
      .where('name', '=', key)
      .orderBy('version', 'desc')
      .execute()
    return rows.map(toVersion)
  },

  find: async (key, version) => {
    const row = await read
      .selectFrom('setting_versions')
      .selectAll()
      .where('name', '=', key)
      .where('version', '=', version)
      .executeTakeFirst()
    return row ? toVersion(row) : null
  },

  change: ({ key, value, updatedBy, expected }, at) =>
    atomically({ write }, async (transaction) => {
      await takeLock(transaction, 'settings')
      const before = await transaction
        .selectFrom('settings')
        .selectAll()
        .where('name', '=', key)
        .executeTakeFirst()
      const newest = before?.version ?? 0
      if (expected !== null && expected !== newest) return null
      const now: SettingRow = {
        name: key,
        value: toJson(value),
        version: newest + 1,
        updated_by: updatedBy,
        updated_at: toInstant(at),
      }
      await transaction.insertInto('setting_versions').values(now).execute()
      if (before)
        await transaction.updateTable('settings').set(now).where('name', '=', key).execute()
      else await transaction.insertInto('settings').values(now).execute()
      return { now: toVersion(now), before: before ? toVersion(before) : null }
    }),
})

const toVersion = (row: SettingRow): SettingVersion => ({
  key: row.name,
  value: readable(row.value),
  version: row.version,
  updatedBy: row.updated_by,
  updatedAt: toDate(row.updated_at),
})

/** Somebody may have written by hand what is no JSON: that must not stop a server. */
const readable = (text: string): unknown => {
  try {
    return fromJson(text)
  } catch {
    return undefined
  }
}
