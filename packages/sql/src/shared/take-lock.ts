import type { Kysely } from 'kysely'
import { dialectOf } from './dialect.ts'
import type { LockName, Schema } from './schema.ts'

/** Waits until no other transaction has the lock and keeps it until `transaction` ends. */
export const takeLock = async (transaction: Kysely<Schema>, name: LockName): Promise<void> => {
  const row = transaction.selectFrom('locks').select('name').where('name', '=', name)
  await dialectOf(transaction).locked(row).executeTakeFirstOrThrow()
}
