import { Kysely, sql } from 'kysely'
import { lacksMigrations, refuseNewerSchema } from '../migrations/migrate.ts'
import { dialectOf } from '../shared/dialect.ts'
import { openFile } from '../shared/open-file.ts'
import { openServer, serverAddress } from '../shared/open-server.ts'
import { MIGRATING } from '../shared/pool-limits.ts'
import { DatabaseProblem, databaseProblem } from '../shared/problems.ts'
import { serverProblem } from '../shared/server-problems.ts'
import { isServerUrl } from '../shared/server-url.ts'
import { ImmediateSqliteDialect } from '../shared/sqlite-dialect.ts'

const PATIENCE_MS = 10_000

type Work<T, Tables> = (source: Kysely<Tables>) => Promise<T>

/** Runs `work` on a connection that cannot write. Throws a DatabaseProblem. */
export const withSource = <T, Tables = unknown>(
  location: string,
  work: Work<T, Tables>,
): Promise<T> => (isServerUrl(location) ? onServer(location, work) : onFile(location, work))

const onFile = async <T, Tables>(file: string, work: Work<T, Tables>): Promise<T> => {
  const options = { file, readonly: true, patienceMs: PATIENCE_MS }
  const opened = await openFile({ ...options, synchronous: 'FULL' })
  const dialect = new ImmediateSqliteDialect({ file: opened, patienceMs: PATIENCE_MS })
  try {
    return await work(new Kysely<Tables>({ dialect }))
  } catch (error) {
    throw databaseProblem(file, error)
  } finally {
    opened.close()
  }
}

const onServer = async <T, Tables>(url: string, work: Work<T, Tables>): Promise<T> => {
  const db = await openServer<Tables>(url, MIGRATING)
  try {
    return await db.connection().execute(async (source) => {
      await READ_ONLY[dialectOf(source).name].execute(source)
      return work(source)
    })
  } catch (error) {
    throw serverProblem(serverAddress(url), error)
  } finally {
    await db.destroy()
  }
}

const READ_ONLY = {
  SQLite: sql`select 1`,
  PostgreSQL: sql`set session characteristics as transaction read only`,
  MySQL: sql`set session transaction read only`,
}

/** Throws a DatabaseProblem unless the source has exactly the schema of this version. */
export const requirePresentSchema = async (source: Kysely<unknown>): Promise<void> => {
  await refuseNewerSchema(source)
  if (await lacksMigrations(source))
    throw new DatabaseProblem(
      'The source lacks migrations, and a copy only reads it: run latchkey migrate up first.',
    )
}
