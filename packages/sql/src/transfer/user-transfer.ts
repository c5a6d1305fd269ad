import type { UserTransfer, UserWithHash } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { toInstant } from '../shared/columns.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import type { Schema } from '../shared/schema.ts'
import { slicesOf } from '../shared/slices.ts'
import { EVERYBODYS_ROLE, selectUsers, toUser, toUserRow } from '../user/user-row.ts'

/** Many users at once, in SQL. */
export const sqlUserTransfer = ({ read, write }: Connections): UserTransfer => ({
  add: (users, now) =>
    atomically({ write }, async (transaction) => {
      const added = new Set<string>()
      // In the order of the key, so that no two imports wait for each other.
      const byAddress = users.toSorted((a, b) =>
        a.user.emailCanonical < b.user.emailCanonical ? -1 : 1,
      )
      for (const slice of slicesOf(byAddress)) {
        const mine = await addFree(transaction, slice, toInstant(now))
        for (const id of mine) added.add(id)
        await addTheirs(
          transaction,
          slice.filter(({ user }) => mine.has(user.id)),
          toInstant(now),
        )
      }
      return added
    }),

  page: async (after, limit) => {
    const rows = await selectUsers(read)
      .leftJoin('credentials', 'credentials.user_id', 'users.id')
      .select('credentials.password_hash')
      .$if(after !== null, (query) => query.where('users.id', '>', after ?? ''))
      .orderBy('users.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ user: toUser(row), hash: row.password_hash }))
  },
})

/** Adds those whose address is free; resolves to their ids. */
const addFree = async (
  transaction: Kysely<Schema>,
  users: readonly UserWithHash[],
  importedAt: number,
): Promise<ReadonlySet<string>> => {
  const rows = users.map(({ user, hash }) => ({
    ...toUserRow({ ...user, credentialVersion: hash ? 1 : 0 }),
    imported_at: importedAt,
  }))
  const insert = transaction.insertInto('users').values(rows)
  // Asking afterwards would do on every database. On PostgreSQL it is planned as the table is empty,
  // and reads all of it each time.
  if (dialectOf(transaction).hasReturning)
    return idsOf(
      await insert
        .onConflict((conflict) => conflict.column('email_canonical').doNothing())
        .returning('id')
        .execute(),
    )
  await insert.onDuplicateKeyUpdate((eb) => ({ id: eb.ref('users.id') })).execute()
  const ids = users.map(({ user }) => user.id)
  return idsOf(await transaction.selectFrom('users').select('id').where('id', 'in', ids).execute())
}

const idsOf = (rows: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ id }) => id))

const addTheirs = async (
  transaction: Kysely<Schema>,
  users: readonly UserWithHash[],
  now: number,
): Promise<void> => {
  const passwords = users.flatMap(({ user, hash }) =>
    hash ? [{ user_id: user.id, password_hash: hash, updated_at: now }] : [],
  )
  for (const rows of slicesOf(passwords))
    await transaction
      .insertInto('credentials')
      .values([...rows])
      .execute()
  const roles = users.flatMap(({ user }) =>
    user.roles
      .filter((role) => role !== EVERYBODYS_ROLE)
      .map((role) => ({ user_id: user.id, role })),
  )
  for (const rows of slicesOf(roles))
    await transaction
      .insertInto('user_roles')
      .values([...rows])
      .execute()
}
