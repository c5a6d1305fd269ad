import { type EmailChangeStore, MAX_WRONG_CODES } from '../user/email-change.ts'
import type { MemoryTables } from './memory-tables.ts'

export const memoryEmailChanges = ({
  emailChanges: rows,
}: Pick<MemoryTables, 'emailChanges'>): EmailChangeStore => ({
  replace: async (change) => {
    for (const [id, row] of rows) if (row.change.userId === change.userId) rows.delete(id)
    rows.set(change.id, { change, wrongCodes: 0 })
  },
  find: async (userId, now) => {
    const row = [...rows.values()].find(({ change }) => change.userId === userId)
    if (!row || row.change.expiresAt <= now || row.wrongCodes >= MAX_WRONG_CODES) return null
    return row.change
  },
  reserveTry: async (id) => {
    const row = rows.get(id)
    if (!row || row.wrongCodes >= MAX_WRONG_CODES) return false
    rows.set(id, { ...row, wrongCodes: row.wrongCodes + 1 })
    return true
  },
  spend: async (id) => rows.delete(id),
})

/** A change is over when its address is somebody's. */
export const endEmailChangesTo = (
  { emailChanges }: Pick<MemoryTables, 'emailChanges'>,
  emailCanonical: string,
): void => {
  for (const [id, { change }] of emailChanges)
    if (change.emailCanonical === emailCanonical) emailChanges.delete(id)
}
