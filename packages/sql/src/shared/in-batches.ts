const BATCH = 200

/** Every row of a table, a batch at a time, in the order of a key that is a text. */
export const inBatches = async function* <Row>(
  load: (after: string, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<Row> {
  for (let after = ''; ; ) {
    const rows = await load(after, BATCH)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    after = keyOf(last)
  }
}
