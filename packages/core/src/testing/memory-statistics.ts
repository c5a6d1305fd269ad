import type { AuditAction, AuditEvent } from '../audit/audit-event.ts'
import { isLive } from '../session/session.ts'
import type { DayFigures, StatisticsStore } from '../statistics/statistics-store.ts'
import type { MemoryTables } from './memory-tables.ts'

const DAY_MS = 86_400_000

type Tables = Pick<MemoryTables, 'auditEvents' | 'sessions' | 'users' | 'messages'>

export const memoryStatistics = ({
  auditEvents,
  sessions,
  users,
  messages,
}: Tables): StatisticsStore => ({
  days: async (from) => {
    const later = [...auditEvents.values()].filter(({ at }) => at >= from)
    const byDay = Map.groupBy(later, ({ at }) => at.getTime() - (at.getTime() % DAY_MS))
    return [...byDay]
      .sort(([one], [other]) => one - other)
      .map(([ms, events]) => figuresOf(new Date(ms), events))
  },
  activeSessions: async (now) =>
    [...sessions.values()].filter(({ session }) => isLive(session, now)).length,
  users: async () => users.size,
  mail: async () => {
    const all = [...messages.values()]
    const pending = all.filter(({ state }) => state === 'queued' || state === 'deferred')
    const times = pending.map(({ createdAt }) => createdAt.getTime())
    return {
      pending: pending.length,
      oldestAt: times.length > 0 ? new Date(Math.min(...times)) : null,
      failed: all.filter(({ state }) => state === 'failed' || state === 'dead').length,
    }
  },
})

const figuresOf = (day: Date, events: readonly AuditEvent[]): DayFigures => {
  const count = (action: AuditAction) => events.filter((event) => event.action === action).length
  const addresses = events.map(({ origin }) => origin?.ipAddress ?? '').filter((ip) => ip !== '')
  return {
    day,
    logins: count('authn_login_success'),
    failures: count('authn_login_fail'),
    uniqueIps: new Set(addresses).size,
    newUsers: count('user_created'),
  }
}
