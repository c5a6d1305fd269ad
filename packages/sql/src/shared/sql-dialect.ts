import type {
  InsertQueryBuilder,
  InsertResult,
  Kysely,
  RawBuilder,
  SelectQueryBuilder,
} from 'kysely'
import type { Schema } from './schema.ts'

/** A unique key: its columns, and the name that MySQL reports when it is violated. */
export interface UniqueKey<T extends keyof Schema> {
  readonly columns: readonly (keyof Schema[T] & string)[]
  readonly name: string
}

export type Insert<T extends keyof Schema> = InsertQueryBuilder<Schema, T, InsertResult>
type Select<T extends keyof Schema, Row> = SelectQueryBuilder<Schema, T, Row>

/** What the databases say differently, by what it means. */
export interface SqlDialect {
  readonly name: 'SQLite' | 'PostgreSQL' | 'MySQL'

  /** The type of a text column of at most so many characters, compared byte by byte. */
  text(maxLength: number): RawBuilder<unknown>
  /** The type of a text column of up to 64 kB. */
  readonly longText: RawBuilder<unknown>

  /** Whether the database has a table of that name. */
  hasTable<Tables>(db: Kysely<Tables>, name: string): Promise<boolean>

  /** Whether upserts are `on conflict`, which may have a condition, or else `on duplicate key`. */
  readonly hasOnConflict: boolean

  /** Whether an update can return the rows that it changed. */
  readonly hasReturning: boolean

  /** Whether an update takes other rows by `from`, or else by `join`. */
  readonly hasUpdateFrom: boolean

  /** The values of a column in one text, separated by commas. */
  joined(column: string): RawBuilder<string | null>

  /** Keeps other writers from the selected rows until the transaction ends. */
  locked<T extends keyof Schema, Row>(query: Select<T, Row>): Select<T, Row>

  /** The same, one row after the other by `column`: so no two that wait for rows wait for each other. */
  lockedInOrder<T extends keyof Schema, Row>(query: Select<T, Row>, column: string): Select<T, Row>

  /** `locked`, leaving out rows that somebody else keeps. */
  lockedWhereFree<T extends keyof Schema, Row>(query: Select<T, Row>): Select<T, Row>

  /** Inserts unless a row with this key is there; resolves to whether it did. */
  insertUnlessThere<T extends keyof Schema>(insert: Insert<T>, key: UniqueKey<T>): Promise<boolean>
}
