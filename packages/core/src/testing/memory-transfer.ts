import type { ImportJournal } from '../transfer/import-journal.ts'
import type { UserTransfer } from '../transfer/user-transfer.ts'
import type { MemoryTables } from './memory-tables.ts'
import { memoryUsers } from './memory-users.ts'

export const memoryTransfer = (tables: MemoryTables): UserTransfer => {
  const users = memoryUsers(tables)
  return {
    add: async (imported) => {
      const added = new Set<string>()
      for (const { user, hash } of imported) {
        if (!(await users.add({ ...user, credentialVersion: hash ? 1 : 0 }))) continue
        if (hash) tables.passwords.set(user.id, hash)
        added.add(user.id)
      }
      return added
    },
    page: async (after, limit) =>
      [...tables.users.values()]
        .filter(({ id }) => after === null || id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((user) => ({ user, hash: tables.passwords.get(user.id) ?? null })),
  }
}

export const memoryImportJournal = ({ imports }: Pick<MemoryTables, 'imports'>): ImportJournal => {
  const isAt = (importId: string, records: number): boolean =>
    [...imports.values()].some((one) => one.importId === importId && one.records === records)
  const sourceOf = (importId: string): string =>
    [...imports].find(([, one]) => one.importId === importId)?.[0] ?? ''
  return {
    begin: async (source, importId) => {
      const none = { records: 0, imported: 0, present: 0, refused: 0 }
      const found = imports.get(source) ?? { importId, ...none, reportBytes: 0, reportTail: '' }
      imports.set(source, found)
      return found
    },
    advance: async (before, after) => {
      if (!isAt(before.importId, before.records)) return false
      imports.set(sourceOf(before.importId), after)
      return true
    },
    end: async ({ importId, records }) =>
      isAt(importId, records) && imports.delete(sourceOf(importId)),
  }
}
