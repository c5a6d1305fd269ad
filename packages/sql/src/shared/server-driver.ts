import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import { DatabaseUnavailable } from './problems.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { translated } from './server-errors.ts'

const inOurWords = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw translated(error)
  }
}

/** A connection whose errors are ours; a statement outside a transaction is repeated on a conflict. */
class ServerConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  isInTransaction = false

  constructor(inner: DatabaseConnection) {
    this.inner = inner
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const run = () => inOurWords(this.inner.executeQuery<R>(query))
    return this.isInTransaction ? run() : retryConflicts(run)
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize)
  }
}

const connectionOf = (connection: DatabaseConnection): ServerConnection => {
  if (connection instanceof ServerConnection) return connection
  throw new Error('not a connection of this driver')
}

/** A driver of Kysely that throws DatabaseUnavailable and DatabaseConflict where those happened. */
export class ServerDriver implements Driver {
  readonly #inner: Driver

  constructor(inner: Driver) {
    this.#inner = inner
  }

  init(): Promise<void> {
    return this.#inner.init()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    try {
      return new ServerConnection(await this.#inner.acquireConnection())
    } catch (error) {
      // Whatever keeps us out, even a password that was changed: no request is at fault.
      throw new DatabaseUnavailable('the database server lets nobody in', { cause: error })
    }
  }

  async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const ours = connectionOf(connection)
    await inOurWords(this.#inner.beginTransaction(ours.inner, settings))
    ours.isInTransaction = true
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await inOurWords(this.#inner.commitTransaction(connectionOf(connection).inner))
  }

  // A connection that is gone has no transaction: why it went is what the caller must hear.
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#inner.rollbackTransaction(connectionOf(connection).inner).catch(() => undefined)
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    await this.#inner.releaseConnection(connectionOf(connection).inner)
  }

  destroy(): Promise<void> {
    return this.#inner.destroy()
  }
}
