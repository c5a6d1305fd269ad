import type { DayFigures, StatisticsStore } from '@latchkey/core'
import { sql } from 'kysely'
import type { AuditDayRow } from '../audit/audit-rows.ts'
import { counting, WAITING } from '../audit/count-events.ts'
import { toDate, toDateOrNull, toInstant } from '../shared/columns.ts'
import type { Connections } from '../shared/connections.ts'

/** More would be told too late anyway: a server links thousands in a second. */
const MOST_WAITING = 10_000

/** Figures in SQL: of days, from what was counted when events were linked, and what waits for that. */
export const sqlStatistics = ({ read }: Pick<Connections, 'read'>): StatisticsStore => ({
  days: async (from) => {
    // One statement: what is linked meanwhile is in the one or in the other.
    const { rows } = await sql<AuditDayRow>`
      select day, name, code, total from audit_days where day >= ${toInstant(from)}
      union all ${counting(WAITING, MOST_WAITING)}`.execute(read)
    return figuresOf(rows.filter(({ day }) => day >= toInstant(from)))
  },

  activeSessions: async (now) => {
    const { count } = await read
      .selectFrom('sessions')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', toInstant(now))
      .executeTakeFirstOrThrow()
    return Number(count)
  },

  users: async () => {
    const { count } = await read
      .selectFrom('users')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  },

  mail: async () => {
    const waiting = await read
      .selectFrom('messages')
      .select((eb) => [
        eb.fn.countAll<number | string>().as('count'),
        eb.fn.min('created_at').as('oldest'),
      ])
      .where('state', 'in', ['queued', 'deferred'])
      .executeTakeFirstOrThrow()
    const failed = await read
      .selectFrom('messages')
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .where('state', 'in', ['failed', 'dead'])
      .executeTakeFirstOrThrow()
    return {
      pending: Number(waiting.count),
      oldestAt: toDateOrNull(waiting.oldest === null ? null : Number(waiting.oldest)),
      failed: Number(failed.count),
    }
  },
})

const NAMES = {
  logins: 'authn_login_success',
  failures: 'authn_login_fail',
  uniqueIps: 'addresses',
  newUsers: 'user_created',
} as const

const figuresOf = (rows: readonly AuditDayRow[]): readonly DayFigures[] =>
  [...Map.groupBy(rows, ({ day }) => day)]
    .sort(([one], [other]) => one - other)
    .map(([day, own]) => {
      const sum = (name: AuditDayRow['name']) =>
        own.filter((row) => row.name === name).reduce((total, row) => total + Number(row.total), 0)
      return {
        day: toDate(day),
        logins: sum(NAMES.logins),
        failures: sum(NAMES.failures),
        uniqueIps: sum(NAMES.uniqueIps),
        newUsers: sum(NAMES.newUsers),
      }
    })
