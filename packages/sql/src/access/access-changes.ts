import { toDate, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** A user whose roles changed. */
export interface AccessChange {
  readonly userId: string
  /** Access tokens of an older one are void. */
  readonly version: number
  readonly changedAt: Date
}

/** Whose roles changed, in this process or another one. */
export interface AccessChangeStore {
  /**
   * The users whose roles last changed at `at` or later. Instants are taken before the commit, and
   * clocks differ: ask from some seconds before the last answer.
   */
  since(at: Date): Promise<readonly AccessChange[]>
}

/** Changes of roles in SQL. */
export const sqlAccessChanges = ({ read }: Pick<Connections, 'read'>): AccessChangeStore => ({
  since: async (at) => {
    const rows = await read
      .selectFrom('users')
      .select(['id', 'access_version', 'access_changed_at'])
      .where('access_changed_at', '>=', toInstant(at))
      .orderBy('access_changed_at')
      .$narrowType<{ access_changed_at: number }>()
      .execute()
    return rows.map((row) => ({
      userId: row.id,
      version: row.access_version,
      changedAt: toDate(row.access_changed_at),
    }))
  },
})
