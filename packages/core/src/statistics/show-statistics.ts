import type { Clock } from '../shared/clock.ts'
import type { DayFigures, MailFigures, StatisticsStore } from './statistics-store.ts'

const DAY_MS = 86_400_000

/** The figures of an installation at one moment. */
export interface Statistics {
  readonly at: Date
  readonly activeSessions: number
  readonly users: number
  /** One for each day that was asked for, the oldest first; the last one is today, so far. */
  readonly days: readonly DayFigures[]
  readonly mail: MailFigures
}

interface Deps {
  readonly statistics: StatisticsStore
  readonly clock: Clock
}

/** The figures of the last `days` days (UTC), today among them. */
export const showStatistics =
  ({ statistics, clock }: Deps) =>
  async (days: number): Promise<Statistics> => {
    const at = clock.now()
    const today = at.getTime() - (at.getTime() % DAY_MS)
    const from = new Date(today - (days - 1) * DAY_MS)
    const [counted, activeSessions, users, mail] = await Promise.all([
      statistics.days(from),
      statistics.activeSessions(at),
      statistics.users(),
      statistics.mail(),
    ])
    const known = new Map(counted.map((figures) => [figures.day.getTime(), figures]))
    const each = Array.from({ length: days }, (_, n) => from.getTime() + n * DAY_MS)
    return { at, activeSessions, users, days: each.map((ms) => known.get(ms) ?? empty(ms)), mail }
  }

const empty = (ms: number): DayFigures => ({
  day: new Date(ms),
  logins: 0,
  failures: 0,
  uniqueIps: 0,
  newUsers: 0,
})
