import type { SettingStore } from '../settings/setting-store.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memorySettings = ({
  settingVersions,
}: Pick<MemoryTables, 'settingVersions'>): SettingStore => {
  const history = async (key: string) => settingVersions.get(key) ?? []
  return {
    all: async () => [...settingVersions.values()].flatMap(([newest]) => newest ?? []),
    history,
    find: async (key, version) => (await history(key)).find((v) => v.version === version) ?? null,
    change: async ({ key, value, updatedBy, expected }, updatedAt) => {
      const versions = settingVersions.get(key) ?? []
      const before = versions[0] ?? null
      const newest = before?.version ?? 0
      if (expected !== null && expected !== newest) return null
      const now = { key, value, version: newest + 1, updatedBy, updatedAt }
      settingVersions.set(key, [now, ...versions])
      return { now, before }
    },
  }
}
