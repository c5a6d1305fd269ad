import { toDate, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** A session that was ended before its time. */
export interface Revocation {
  readonly sessionId: string
  readonly revokedAt: Date
}

/** What other processes ended. */
export interface RevocationStore {
  /**
   * The sessions that were revoked at `at` or later. Instants are taken before the commit, and
   * clocks differ: ask from some seconds before the last answer.
   */
  since(at: Date): Promise<readonly Revocation[]>
}

/** Revocations in SQL. */
export const sqlRevocations = ({ read }: Pick<Connections, 'read'>): RevocationStore => ({
  since: async (at) => {
    const from = toInstant(at)
    const rows = await read
      .selectFrom('sessions')
      .select(['id', 'revoked_at'])
      .where('revoked_at', '>=', from)
      .$narrowType<{ revoked_at: number }>()
      .unionAll(
        read
          .selectFrom('erased_sessions')
          .select(['id', 'revoked_at'])
          .where('revoked_at', '>=', from),
      )
      .orderBy('revoked_at')
      .execute()
    return rows.map((row) => ({ sessionId: row.id, revokedAt: toDate(row.revoked_at) }))
  },
})
