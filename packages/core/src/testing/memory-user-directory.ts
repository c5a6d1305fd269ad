import type { UserDirectory, UserFilter, UserOverview, UserPage } from '../access/user-directory.ts'
import { NO_FAILURES } from '../protection/lockout.ts'
import { accountSubject } from '../protection/lockout-store.ts'
import { isLive } from '../session/session.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { MemoryTables } from './memory-tables.ts'

type Tables = Pick<MemoryTables, 'users' | 'passwords' | 'sessions' | 'lockouts'>

export const memoryUserDirectory = (tables: Tables): UserDirectory => ({
  find: async (userId, now) => {
    const user = tables.users.get(userId)
    return user ? overviewOf(tables, user, now) : null
  },
  list: async (page, now) =>
    [...tables.users.values()]
      .filter((user) => isMeant(user, page.filter))
      .sort((one, other) => compare(page, one, other))
      .filter((user) => page.after === null || compare(page, user, page.after) > 0)
      .slice(0, page.limit)
      .map((user) => overviewOf(tables, user, now)),
})

const overviewOf = (
  { passwords, sessions, lockouts }: Tables,
  user: User,
  now: Date,
): UserOverview => {
  const own = [...sessions.values()]
    .map(({ session }) => session)
    .filter(({ userId }) => userId === user.id)
  const last = Math.max(...own.map(({ lastUsedAt }) => lastUsedAt.getTime()))
  return {
    user,
    hasPassword: passwords.has(user.id),
    lockout: lockouts.get(accountSubject(user.emailCanonical)) ?? NO_FAILURES,
    activeSessions: own.filter((session) => isLive(session, now)).length,
    lastActivityAt: own.length > 0 ? new Date(last) : null,
  }
}

const isMeant = (user: User, filter: UserFilter): boolean =>
  user.emailCanonical.startsWith(filter.emailPrefix ?? '') &&
  (filter.role === undefined || user.roles.includes(filter.role)) &&
  (filter.isDisabled === undefined || isDisabled(user) === filter.isDisabled) &&
  (filter.createdFrom === undefined || user.createdAt >= filter.createdFrom) &&
  (filter.createdBefore === undefined || user.createdAt < filter.createdBefore)

type Placed = Pick<User, 'id' | 'emailCanonical' | 'createdAt'>

const compare = ({ sort, isDescending }: UserPage, one: Placed, other: Placed): number => {
  const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b))
  const ascending =
    sort === 'email'
      ? byText(one.emailCanonical, other.emailCanonical)
      : one.createdAt.getTime() - other.createdAt.getTime() || byText(one.id, other.id)
  return isDescending ? -ascending : ascending
}
