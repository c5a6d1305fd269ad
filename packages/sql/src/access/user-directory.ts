import {
  accountSubject,
  type UserDirectory,
  type UserFilter,
  type UserOverview,
  type UserPage,
} from '@latchkey/core'
import type { Kysely } from 'kysely'
import { readLockouts } from '../protection/lockouts.ts'
import { toDateOrNull, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'
import type { Schema } from '../shared/schema.ts'
import { EVERYBODYS_ROLE, selectUsers, toUser } from '../user/user-row.ts'
import type { UserRow } from '../user/user-rows.ts'

/** Sorts behind every character that an address may have. */
const LAST_CHARACTER = '\u{10ffff}'

/** The users as administrators look at them, in SQL. */
export const sqlUserDirectory = ({ read }: Pick<Connections, 'read'>): UserDirectory => ({
  find: async (userId, now) => {
    const row = await selectOverviews(read, now).where('users.id', '=', userId).executeTakeFirst()
    const [found = null] = await toOverviews(read, row ? [row] : [])
    return found
  },

  list: async (page, now) => {
    const { filter, sort, isDescending, limit } = page
    const direction = isDescending ? 'desc' : 'asc'
    const meant = behind(filtered(selectOverviews(read, now), filter), page).limit(limit)
    const sorted =
      sort === 'email'
        ? meant.orderBy('email_canonical', direction)
        : meant.orderBy('created_at', direction).orderBy('users.id', direction)
    return toOverviews(read, await sorted.execute())
  },
})

const selectOverviews = (db: Kysely<Schema>, now: Date) =>
  selectUsers(db).select((eb) => [
    eb
      .selectFrom('credentials')
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .whereRef('credentials.user_id', '=', 'users.id')
      .as('passwords'),
    eb
      .selectFrom('sessions')
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .whereRef('sessions.user_id', '=', 'users.id')
      .where('sessions.revoked_at', 'is', null)
      .where('sessions.expires_at', '>', toInstant(now))
      .as('active_sessions'),
    eb
      .selectFrom('sessions')
      .select((inner) => inner.fn.max('sessions.last_used_at').as('last'))
      .whereRef('sessions.user_id', '=', 'users.id')
      .as('last_activity_at'),
  ])

type Overviews = ReturnType<typeof selectOverviews>

const filtered = (query: Overviews, filter: UserFilter): Overviews => {
  const { emailPrefix, role, isDisabled, createdFrom, createdBefore } = filter
  let meant = query
  if (emailPrefix !== undefined)
    meant = meant
      .where('email_canonical', '>=', emailPrefix)
      .where('email_canonical', '<', emailPrefix + LAST_CHARACTER)
  if (role !== undefined && role !== EVERYBODYS_ROLE)
    meant = meant.where('users.id', 'in', (eb) =>
      eb.selectFrom('user_roles').select('user_id').where('role', '=', role),
    )
  if (isDisabled !== undefined)
    meant = meant.where('disabled_at', isDisabled ? 'is not' : 'is', null)
  if (createdFrom) meant = meant.where('created_at', '>=', toInstant(createdFrom))
  if (createdBefore) meant = meant.where('created_at', '<', toInstant(createdBefore))
  return meant
}

/** What comes after the last one; the first condition is what an index is entered by. */
const behind = (query: Overviews, { after, sort, isDescending }: UserPage): Overviews => {
  if (!after) return query
  const beyond = isDescending ? '<' : '>'
  if (sort === 'email') return query.where('email_canonical', beyond, after.emailCanonical)
  const at = toInstant(after.createdAt)
  return query
    .where('created_at', isDescending ? '<=' : '>=', at)
    .where((eb) => eb.or([eb('created_at', beyond, at), eb('users.id', beyond, after.id)]))
}

interface OverviewRow extends UserRow {
  readonly granted: string | null
  readonly passwords: number | null
  readonly active_sessions: number | null
  readonly last_activity_at: number | null
}

/** With the failed guesses of all of them, in one more read. */
const toOverviews = async (
  read: Kysely<Schema>,
  rows: readonly OverviewRow[],
): Promise<readonly UserOverview[]> => {
  const subjectOf = (row: OverviewRow) => accountSubject(row.email_canonical)
  const lockoutOf = await readLockouts(read, rows.map(subjectOf))
  return rows.map((row) => ({ ...toOverview(row), lockout: lockoutOf(subjectOf(row)) }))
}

const toOverview = (row: OverviewRow): Omit<UserOverview, 'lockout'> => ({
  user: toUser(row),
  hasPassword: Number(row.passwords) > 0,
  activeSessions: Number(row.active_sessions),
  lastActivityAt: toDateOrNull(row.last_activity_at === null ? null : Number(row.last_activity_at)),
})
