import type { SqliteDatabase, SqliteStatement } from 'kysely'

const CHANGES_THE_SCHEMA = /^\s*(create|alter|drop)\b/i

/**
 * A database whose `prepare` remembers the last `limit` statements, because Kysely prepares at
 * every call, which costs more than most of our statements. SQLite prepares a kept statement again
 * when another process changed the schema; changes of our own empty the cache.
 *
 * Not for streaming: a statement that is being iterated cannot be used twice.
 */
export const cacheStatements = (database: SqliteDatabase, limit = 500): SqliteDatabase => {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = statements.get(sql)
      if (known) return known
      const made = database.prepare(sql)
      if (CHANGES_THE_SCHEMA.test(sql)) {
        statements.clear()
        return made
      }
      const oldest = statements.keys().next()
      if (statements.size >= limit && !oldest.done) statements.delete(oldest.value)
      statements.set(sql, made)
      return made
    },
  }
}
