import type { EmailAddress, User, UserStore } from '@latchkey/core'
import type { Kysely } from 'kysely'
import { countAccessChange } from '../access/count-access-change.ts'
import { endInvitationsOf } from '../access/invitations.ts'
import { toFlag, toInstant } from '../shared/columns.ts'
import { compiledOnce } from '../shared/compiled-once.ts'
import { atomically, type Connections } from '../shared/connections.ts'
import { dialectOf } from '../shared/dialect.ts'
import { DatabaseConflict } from '../shared/problems.ts'
import type { Schema } from '../shared/schema.ts'
import { serverCode } from '../shared/server-errors.ts'
import { endEmailChangesTo } from './email-changes.ts'
import { eraseUser } from './erase-user.ts'
import { EVERYBODYS_ROLE, profileColumns, selectUsers, toUser, toUserRow } from './user-row.ts'

/** Users in SQL. */
export const sqlUsers = ({ read, write }: Connections): UserStore => ({
  find: finder(read, (on) => selectUsers(on).where('id', '=', '')),
  findByEmail: finder(read, (on) => selectUsers(on).where('email_canonical', '=', '')),
  lock: locker(write),

  add: (user) =>
    atomically({ write }, async (transaction) => {
      await endEmailChangesTo(transaction, user.emailCanonical)
      const insert = transaction.insertInto('users').values(toUserRow(user))
      const key = { columns: ['email_canonical'], name: 'users_email_canonical' } as const
      if (!(await dialectOf(write).insertUnlessThere(insert, key))) return false
      for (const role of user.roles) await grant(transaction, user.id, role)
      await endInvitationsOf(transaction, user.emailCanonical)
      return true
    }),

  proveAddress: async (id, now) => {
    await write
      .updateTable('users')
      .set({ email_verified: toFlag(true), updated_at: toInstant(now) })
      .where('id', '=', id)
      .execute()
  },

  changeEmail: (id, email, now) =>
    atomically({ write }, (transaction) => changeEmail(transaction, id, email, now)),

  changeProfile: async (id, changes, now) => {
    const { profileImageUrl } = changes
    const image = profileImageUrl !== undefined && { profile_image_url: profileImageUrl }
    await write
      .updateTable('users')
      .set({ ...profileColumns(changes), ...image, updated_at: toInstant(now) })
      .where('id', '=', id)
      .execute()
  },

  recordLogin: async (id, at) => {
    await write
      .updateTable('users')
      .set({ last_login_at: toInstant(at) })
      .where('id', '=', id)
      .execute()
  },

  grant: (userId, role, now) =>
    atomically({ write }, async (transaction) => {
      if (await grant(transaction, userId, role)) await countAccessChange(transaction, userId, now)
    }),

  erase: (user) => eraseUser(write, user),

  anyoneHas: async (role) => {
    const found =
      role === EVERYBODYS_ROLE
        ? read.selectFrom('users').select('id').limit(1)
        : read.selectFrom('user_roles').select('user_id as id').where('role', '=', role).limit(1)
    return (await found.executeTakeFirst()) !== undefined
  },
})

/** Resolves to false when the address is somebody else's. */
const changeEmail = async (
  db: Kysely<Schema>,
  id: string,
  { address, canonical }: EmailAddress,
  now: Date,
): Promise<boolean> => {
  await endEmailChangesTo(db, canonical)
  const isTaken = db.selectFrom('users').select('id').where('email_canonical', '=', canonical)
  const owner = await isTaken.executeTakeFirst()
  if (owner && owner.id !== id) return false
  try {
    const changed = await db
      .updateTable('users')
      .set((eb) => ({
        email: address,
        email_canonical: canonical,
        credential_version: eb('credential_version', '+', 1),
        updated_at: toInstant(now),
      }))
      .where('id', '=', id)
      .executeTakeFirst()
    await endInvitationsOf(db, canonical)
    return changed.numUpdatedRows === 1n
  } catch (error) {
    // Taken since we looked: the whole unit of work looks again.
    if (!/^(23505|ER_DUP_ENTRY)$/.test(serverCode(error))) throw error
    throw new DatabaseConflict('the address was taken meanwhile', { cause: error })
  }
}

/** Finds one user by the one value that `select` leaves open. */
const finder = (
  db: Kysely<Schema>,
  select: (on: Kysely<Schema>) => ReturnType<typeof selectUsers>,
) => {
  const find = compiledOnce(db, select)
  return async (value: string): Promise<User | null> => {
    const [row] = await find(value)
    return row ? toUser(row) : null
  }
}

/**
 * Locks a user and then reads them. One statement would not do: on a server that waited for the
 * row, the roles in it would still be those of the moment when the waiting began.
 */
const locker = (db: Kysely<Schema>) => {
  const lock = compiledOnce(db, (on) =>
    dialectOf(on).locked(on.selectFrom('users').select('id').where('id', '=', '')),
  )
  const find = finder(db, (on) => selectUsers(on).where('id', '=', ''))
  return async (id: string): Promise<User | null> => {
    await lock(id)
    return find(id)
  }
}

/** Resolves to false when the user has the role already. */
const grant = async (db: Kysely<Schema>, userId: string, role: string): Promise<boolean> => {
  if (role === EVERYBODYS_ROLE) return false
  const insert = db.insertInto('user_roles').values({ user_id: userId, role })
  const key = { columns: ['user_id', 'role'], name: 'PRIMARY' } as const
  return dialectOf(db).insertUnlessThere(insert, key)
}
