import type { Database as SqliteFile } from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { sharedPatience } from './retry-while-busy.ts'
import { cacheStatements } from './statement-cache.ts'

interface Options {
  readonly file: SqliteFile
  /** How long a statement waits for the lock of another process, in milliseconds. */
  readonly patienceMs: number
}

const patient = (connection: DatabaseConnection, patienceMs: number): DatabaseConnection => {
  const patiently = sharedPatience(patienceMs)
  return {
    executeQuery: (query) => patiently(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  }
}

/** Transactions take the write lock at their start, so that nothing they read can go stale. */
class ImmediateDriver extends SqliteDriver {
  readonly #options: Options
  #connection: DatabaseConnection | undefined

  constructor(options: Options) {
    super({ database: cacheStatements(options.file) })
    this.#options = options
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= patient(await super.acquireConnection(), this.#options.patienceMs)
    return this.#connection
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  // SQLite rolls back by itself after a full disk or an I/O error; a second rollback would hide why.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#options.file.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** SQLite's DDL is transactional: a migration that fails or is killed leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely's SQLite dialect over one open file. */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #options: Options

  constructor(options: Options) {
    super({ database: options.file })
    this.#options = options
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver(this.#options)
  }

  override createAdapter(): TransactionalAdapter {
    return new TransactionalAdapter()
  }
}
