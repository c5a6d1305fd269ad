import type { Kysely } from 'kysely'
import { retryConflicts } from './retry-conflicts.ts'
import type { Schema } from './schema.ts'

/** What a commit may tell the rest of the process. Never called for what was rolled back. */
export interface CommitNews {
  messageAdded(): void
  sessionsEnded(ids: readonly string[]): void
}

/** What a store works with: in a unit of work, `read` and `write` are its transaction. */
export interface Connections {
  readonly read: Kysely<Schema>
  readonly write: Kysely<Schema>
}

/** Connections for the stores whose commits others wait for. */
export interface NewsConnections extends Connections {
  readonly news: CommitNews
}

/**
 * Runs `work` in the transaction that `write` is already, or in one of its own, which is repeated
 * when it was in the way of another one.
 */
export const atomically = <T>(
  { write }: Pick<Connections, 'write'>,
  work: (transaction: Kysely<Schema>) => Promise<T>,
): Promise<T> =>
  write.isTransaction ? work(write) : retryConflicts(() => write.transaction().execute(work))
