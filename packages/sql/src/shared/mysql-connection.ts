import type { MysqlPoolConnection, MysqlQueryResult } from 'kysely'
import type { PoolConnection } from 'mysql2'
import type { PoolLimits } from './pool-limits.ts'
import { isBrokenBy } from './server-errors.ts'
import { markTrailingSpace, unmarkRow } from './trailing-spaces.ts'

/**
 * Whatever the server's defaults: read committed, refuse what does not fit instead of cutting it
 * off, backslashes escape (the driver counts on it), and lists of roles of any length.
 */
const setUpStatements = ({ lockMs }: PoolLimits): readonly string[] => [
  'set session transaction isolation level read committed',
  `set session autocommit = 1,
     sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
     innodb_lock_wait_timeout = ${Math.ceil(lockMs / 1000)},
     group_concat_max_len = 1000000`,
]

type Callback = (error: unknown, result: MysqlQueryResult) => void

const unmarked = (result: unknown): MysqlQueryResult =>
  (Array.isArray(result) ? result.map(unmarkRow) : result) as MysqlQueryResult

/**
 * A connection of mysql2 as Kysely uses it. A statement that takes too long ends its connection, and
 * so does a rollback that fails: nobody gets a connection that is still at work for somebody else.
 */
export const carefulConnection = (raw: PoolConnection, limits: PoolLimits) => {
  const query = (statement: string, parameters: readonly unknown[], callback?: Callback) =>
    raw.query(
      {
        sql: statement,
        values: parameters.map(markTrailingSpace),
        ...(limits.statementMs > 0 && { timeout: limits.statementMs }),
      },
      (error: unknown, result: unknown) => {
        if (error && (isBrokenBy(error) || statement === 'rollback')) raw.destroy()
        callback?.(error, unmarked(result))
      },
    )
  const run = (statement: string) =>
    new Promise<void>((resolve, reject) => {
      query(statement, [], (error) => (error ? reject(error) : resolve()))
    })
  let setting: Promise<void> | null = null
  return {
    /** Prepares the session once. A connection that cannot be prepared is ended. */
    setUp: (): Promise<void> => {
      setting ??= (async () => {
        for (const statement of setUpStatements(limits)) await run(statement)
      })().catch((error: unknown) => {
        raw.destroy()
        throw error
      })
      return setting
    },
    connection: {
      config: {},
      threadId: raw.threadId,
      connect: (callback) => callback?.(null),
      destroy: () => raw.destroy(),
      release: () => raw.release(),
      query,
    } as MysqlPoolConnection,
  }
}
