import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { TableShape } from './model-database.ts'
import { type Row, readBatches } from './read-batches.ts'

const BATCH = 1000
const MODULUS = 1n << 256n

/** How many rows a table has, and what they hold in sum. */
export interface TableDigest {
  readonly rows: number
  /** 64 hex digits. */
  readonly digest: string
}

/**
 * The sum of the SHA-256 of every row, so that the order, in which no two databases agree, does not
 * count. It is there to find what was lost or changed by accident, not by somebody who wants to.
 */
export const digestOf = async (
  db: Kysely<unknown>,
  table: TableShape,
  onRows: (count: number) => void = () => undefined,
): Promise<TableDigest> => {
  let [rows, sum] = [0, 0n]
  for await (const batch of readBatches(db, table, null, BATCH)) {
    for (const row of batch) sum = (sum + hashOf(table, row)) % MODULUS
    rows += batch.length
    onRows(batch.length)
  }
  return { rows, digest: sum.toString(16).padStart(64, '0') }
}

/** Every database must give the same value for the same column: a text, a whole number or null. */
const hashOf = (table: TableShape, row: Row): bigint => {
  const values = table.columns.map((name) => {
    const value = row[name]
    if (value === null || typeof value === 'string' || Number.isSafeInteger(value)) return value
    throw new Error(`${table.name}.${name} holds what a copy does not know: ${typeof value}`)
  })
  return BigInt(`0x${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`)
}
