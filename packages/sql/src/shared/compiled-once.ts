import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * A statement that is built and compiled at its first call only; Kysely does both at every call.
 * For the few that run at almost every request. The values of `build` are placeholders: each call
 * gives its own, in the order in which they stand in the statement.
 */
export const compiledOnce = <Row>(
  db: Kysely<Schema>,
  build: (db: Kysely<Schema>) => { compile(): CompiledQuery<Row> },
): ((...values: readonly unknown[]) => Promise<readonly Row[]>) => {
  let statement: CompiledQuery<Row> | undefined
  return async (...values) => {
    statement ??= build(db).compile()
    const { rows } = await db.executeQuery<Row>({ ...statement, parameters: values })
    return rows
  }
}
