import { Kysely } from 'kysely'
import { openFile } from '../shared/open-file.ts'
import { openServer, serverAddress } from '../shared/open-server.ts'
import { MIGRATING, type PoolLimits } from '../shared/pool-limits.ts'
import { databaseProblem } from '../shared/problems.ts'
import { serverProblem } from '../shared/server-problems.ts'
import { isServerUrl } from '../shared/server-url.ts'
import { ImmediateSqliteDialect } from '../shared/sqlite-dialect.ts'

/** A migration keeps nobody from opening the file; who waits longer than this met an exclusive lock. */
const OPEN_PATIENCE_MS = 10_000

type Work<T, Tables> = (db: Kysely<Tables>) => Promise<T>

/** Runs `work` on a connection for migrations and closes it. Throws a DatabaseProblem. */
export const openForMigration = <T, Tables = unknown>(
  location: string,
  work: Work<T, Tables>,
  limits: PoolLimits = MIGRATING,
): Promise<T> => (isServerUrl(location) ? onServer(location, work, limits) : onFile(location, work))

const onFile = async <T, Tables>(file: string, work: Work<T, Tables>): Promise<T> => {
  const opened = await openFile({ file, synchronous: 'FULL', patienceMs: OPEN_PATIENCE_MS })
  const dialect = new ImmediateSqliteDialect({ file: opened, patienceMs: MIGRATING.lockMs })
  try {
    return await work(new Kysely<Tables>({ dialect }))
  } catch (error) {
    throw databaseProblem(file, error)
  } finally {
    opened.close()
  }
}

const onServer = async <T, Tables>(
  url: string,
  work: Work<T, Tables>,
  limits: PoolLimits,
): Promise<T> => {
  const db = await openServer<Tables>(url, limits)
  try {
    return await work(db)
  } catch (error) {
    throw serverProblem(serverAddress(url), error)
  } finally {
    await db.destroy()
  }
}
