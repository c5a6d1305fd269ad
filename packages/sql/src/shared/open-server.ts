import { Kysely, sql } from 'kysely'
import { MysqlServerDialect } from './mysql-dialect.ts'
import type { PoolLimits } from './pool-limits.ts'
import { PostgresServerDialect } from './postgres-dialect.ts'
import { DatabaseProblem } from './problems.ts'
import { serverProblem } from './server-problems.ts'
import { parseServerUrl, type ServerAddress } from './server-url.ts'

/** The address in a URL. Throws a DatabaseProblem when it is none; never shows a password. */
export const serverAddress = (url: string): ServerAddress => {
  const parsed = parseServerUrl(url)
  if (parsed.ok) return parsed.address
  throw new DatabaseProblem(`The URL of the database ${parsed.problem}.`)
}

/** The URL without its password: fit for messages. */
export const shownUrl = (url: string): string => serverAddress(url).shown

/** A pool to the server at `url`, which has answered once. Throws a DatabaseProblem. */
export const openServer = async <Tables>(
  url: string,
  limits: PoolLimits,
): Promise<Kysely<Tables>> => {
  const address = serverAddress(url)
  try {
    const dialect =
      address.engine === 'postgres'
        ? new PostgresServerDialect(address, limits)
        : new MysqlServerDialect(address, limits)
    const db = new Kysely<Tables>({ dialect })
    await sql`select 1`.execute(db).catch(async (error: unknown) => {
      await db.destroy()
      throw error
    })
    return db
  } catch (error) {
    throw serverProblem(address, error)
  }
}
