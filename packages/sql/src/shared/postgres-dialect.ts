import {
  type Driver,
  PostgresAdapter,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import pg from 'pg'
import type { PoolLimits } from './pool-limits.ts'
import { ServerDriver } from './server-driver.ts'
import { isBrokenBy, isOutdatedPlan } from './server-errors.ts'
import { type ServerAddress, tlsOptions } from './server-url.ts'
import { type StatementNames, statementNames } from './statement-names.ts'

/** How much longer than the server we wait for a statement it gave up: the network may be gone. */
const ANSWER_MARGIN_MS = 2_000
const IDLE_MS = 60_000
const INT8 = 20

/** Counts and instants are far below 2^53. */
const readInt8 = (text: string): number => Number(text)

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? readInt8 : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
}

const setUp = ({ statementMs, lockMs }: PoolLimits): string =>
  [
    "set default_transaction_isolation = 'read committed'",
    `set statement_timeout = ${statementMs}`,
    `set lock_timeout = ${lockMs}`,
    `set idle_in_transaction_session_timeout = ${statementMs}`,
  ].join('; ')

/** A client whose broken connection is thrown away instead of going back to the pool. */
const careful = (client: pg.PoolClient, names: StatementNames): PostgresPoolClient => {
  let isBroken = false
  // Without a listener an error of a connection that nobody is reading from ends the process.
  client.on('error', () => {
    isBroken = true
  })
  const run = async <R>(text: string, parameters: readonly unknown[]) => {
    const name = names.nameOf(text)
    try {
      const values = [...parameters]
      const { command, rowCount, rows } = await client.query({
        text,
        values,
        ...(name && { name }),
      })
      return { command, rowCount, rows } as PostgresQueryResult<R>
    } catch (error) {
      if (isOutdatedPlan(error)) names.begin()
      isBroken ||= isBrokenBy(error) || isOutdatedPlan(error)
      throw error
    }
  }
  function query<R>(
    statement: string,
    parameters: readonly unknown[],
  ): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new Error('cursors are not used')
    return run<R>(statement, parameters)
  }
  return { query, release: (destroy) => client.release(destroy === true || isBroken) }
}

/** A new client whose session is set up; one that cannot be is thrown away. */
const prepared = async (
  client: pg.PoolClient,
  limits: PoolLimits,
  names: StatementNames,
): Promise<PostgresPoolClient> => {
  const ours = careful(client, names)
  try {
    await client.query(setUp(limits))
    return ours
  } catch (error) {
    ours.release(true)
    throw error
  }
}

const poolOf = (address: ServerAddress, limits: PoolLimits) => {
  const { host, port, user, password, database } = address
  const ssl = tlsOptions(address)
  const pool = new pg.Pool({
    ...{ host, port, user, password, database, types, keepAlive: true },
    ...(ssl && { ssl }),
    application_name: 'latchkey',
    max: limits.connections,
    connectionTimeoutMillis: limits.connectMs,
    idleTimeoutMillis: IDLE_MS,
    ...(limits.statementMs > 0 && { query_timeout: limits.statementMs + ANSWER_MARGIN_MS }),
  })
  pool.on('error', () => undefined)
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const names = statementNames()
  return {
    options: {},
    connect: async () => {
      const client = await pool.connect()
      const ours = known.get(client) ?? (await prepared(client, limits, names))
      known.set(client, ours)
      return ours
    },
    end: () => pool.end(),
  }
}

/** `migrateUp` takes a lock of its own, which holds whatever happens to this process. */
class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Kysely's PostgreSQL dialect over a pool to one server. */
export class PostgresServerDialect extends PostgresDialect {
  constructor(address: ServerAddress, limits: PoolLimits) {
    super({ pool: async () => poolOf(address, limits) })
  }

  override createDriver(): Driver {
    return new ServerDriver(super.createDriver())
  }

  override createAdapter(): PostgresAdapter {
    return new UnlockedAdapter()
  }
}
