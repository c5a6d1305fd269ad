import { type Driver, MysqlAdapter, MysqlDialect, type MysqlPool } from 'kysely'
import { createPool, type Pool, type PoolConnection } from 'mysql2'
import { carefulConnection } from './mysql-connection.ts'
import type { PoolLimits } from './pool-limits.ts'
import { ServerDriver } from './server-driver.ts'
import { type ServerAddress, tlsOptions } from './server-url.ts'

const IDLE_MS = 60_000

class PoolTimeout extends Error {
  readonly code = 'POOL_TIMEOUT'
}

const createServerPool = (address: ServerAddress, limits: PoolLimits): Pool => {
  const { host, port, user, password, database } = address
  const ssl = tlsOptions(address)
  return createPool({
    ...{ host, port, user, password, database },
    ...(ssl && { ssl: { ...ssl, verifyIdentity: ssl.rejectUnauthorized } }),
    charset: 'UTF8MB4_BIN',
    // An update counts the rows it found, as in the other databases, not only those that it changed.
    flags: ['FOUND_ROWS'],
    stringifyObjects: true,
    connectionLimit: limits.connections,
    maxIdle: limits.connections,
    idleTimeout: IDLE_MS,
    connectTimeout: limits.connectMs,
    enableKeepAlive: true,
  })
}

/** The next free connection of the pool; mysql2 itself would wait for one without end. */
const freeConnection = (pool: Pool, patienceMs: number): Promise<PoolConnection> =>
  new Promise((resolve, reject) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      reject(new PoolTimeout('no connection became free'))
    }, patienceMs)
    pool.getConnection((error, connection) => {
      clearTimeout(timer)
      if (error) reject(error)
      else if (isLate) connection.release()
      else resolve(connection)
    })
  })

const poolOf = (address: ServerAddress, limits: PoolLimits): MysqlPool => {
  const pool = createServerPool(address, limits)
  const known = new WeakMap<PoolConnection, ReturnType<typeof carefulConnection>>()
  const next = async () => {
    const raw = await freeConnection(pool, limits.connectMs)
    const ours = known.get(raw) ?? carefulConnection(raw, limits)
    await ours.setUp()
    known.set(raw, ours)
    return ours.connection
  }
  return {
    getConnection: (callback) => {
      next().then(
        (connection) => callback(null, connection),
        (error: unknown) => callback(error, undefined as never),
      )
    },
    end: (callback) => pool.end(callback),
  }
}

/** `migrateUp` takes a lock of its own: Kysely's is one for all databases of a server. */
class UnlockedAdapter extends MysqlAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Kysely's MySQL dialect over a pool to one server, MySQL or MariaDB. */
export class MysqlServerDialect extends MysqlDialect {
  constructor(address: ServerAddress, limits: PoolLimits) {
    super({ pool: async () => poolOf(address, limits) })
  }

  override createDriver(): Driver {
    return new ServerDriver(super.createDriver())
  }

  override createAdapter(): MysqlAdapter {
    return new UnlockedAdapter()
  }
}
