import type { SqlDialect } from './sql-dialect.ts'

/** What SQLite and PostgreSQL say alike: `on conflict`, `returning` and `update … from`. */
export const onConflict: Pick<
  SqlDialect,
  'hasOnConflict' | 'hasReturning' | 'hasUpdateFrom' | 'insertUnlessThere'
> = {
  hasOnConflict: true,
  hasReturning: true,
  hasUpdateFrom: true,

  insertUnlessThere: async (insert, { columns }) => {
    const result = await insert
      .onConflict((conflict) => conflict.columns(columns).doNothing())
      .executeTakeFirst()
    return result.numInsertedOrUpdatedRows === 1n
  },
}
