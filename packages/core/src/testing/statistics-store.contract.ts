import { describe, expect, test } from 'vitest'
import type { AuditAction } from '../audit/audit-event.ts'
import { aMailOrder } from './a-mail-order.ts'
import { aSession } from './a-session.ts'
import { aUser } from './a-user.ts'
import { anAuditEvent, anOrigin } from './an-audit-event.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'
import type { OpenNodes } from './race.ts'

const DAY_MS = 86_400_000
const TODAY = new Date(NOON.getTime() - (NOON.getTime() % DAY_MS))
const daysAgo = (days: number, ms = 0) => new Date(TODAY.getTime() - days * DAY_MS + ms)

/** Every StatisticsStore must pass this suite. */
export const describeStatisticsStore = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is a StatisticsStore`, () => {
    const open = async () => {
      const [stores] = await openNodes()
      let events = 0
      const record = (at: Date, action: AuditAction, ipAddress: string | null) => {
        events += 1
        const origin = ipAddress === null ? null : anOrigin({ ipAddress })
        return stores.audit.record(anAuditEvent({ id: `event-${events}`, at, action, origin }))
      }
      return { ...stores, record }
    }

    test('what happened is counted by the day in UTC on which it did', async () => {
      const { statistics, record } = await open()
      await record(daysAgo(2, -1), 'authn_login_success', '192.0.2.1')
      await record(daysAgo(2), 'authn_login_success', '192.0.2.1')
      await record(daysAgo(2, DAY_MS - 1), 'authn_login_success', '192.0.2.2')
      await record(daysAgo(2, 5), 'authn_login_fail', '192.0.2.2')
      await record(daysAgo(2, 6), 'user_created', null)
      await record(TODAY, 'authn_login_fail', '2001:db8::1')
      expect(await statistics.days(daysAgo(2))).toEqual([
        { day: daysAgo(2), logins: 2, failures: 1, uniqueIps: 2, newUsers: 1 },
        { day: TODAY, logins: 0, failures: 1, uniqueIps: 1, newUsers: 0 },
      ])
    })

    test('an empty installation has figures as well', async () => {
      const { statistics } = await open()
      expect(await statistics.days(daysAgo(89))).toEqual([])
      expect(await statistics.activeSessions(NOON)).toBe(0)
      expect(await statistics.users()).toBe(0)
      expect(await statistics.mail()).toEqual({ pending: 0, oldestAt: null, failed: 0 })
    })

    test('sessions count while they live, users while they are there', async () => {
      const { statistics, sessions, users } = await open()
      await users.add(aUser())
      const expiresAt = afterNoon(60_000)
      await sessions.add(aSession({ id: 'live', expiresAt }), hashOf('1'))
      await sessions.add(aSession({ id: 'ended', expiresAt, revokedAt: NOON }), hashOf('2'))
      await sessions.add(aSession({ id: 'over', expiresAt: NOON }), hashOf('3'))
      expect(await statistics.activeSessions(NOON)).toBe(1)
      expect(await statistics.activeSessions(expiresAt)).toBe(0)
      expect(await statistics.users()).toBe(1)
    })

    test('a mail counts as waiting until it is over, and then if it was given up', async () => {
      const { statistics, outbox, mailQueue } = await open()
      await outbox.add(aMailOrder(), NOON)
      await outbox.add(aMailOrder(), afterNoon(1000))
      expect(await statistics.mail()).toEqual({ pending: 2, oldestAt: NOON, failed: 0 })
      const claimed = await mailQueue.claim('me', 2, afterNoon(2000), afterNoon(9000))
      const [one, other] = claimed
      const over = { tries: 1, deferrals: 0, nextTryAt: null }
      const dead = { ...over, state: 'dead' as const, reason: 'refused' }
      await mailQueue.settle('me', one?.id ?? '', dead, afterNoon(3000))
      expect(await statistics.mail()).toMatchObject({ pending: 1, failed: 1 })
      const sent = { ...over, state: 'sent' as const, reason: null }
      await mailQueue.settle('me', other?.id ?? '', sent, afterNoon(3000))
      expect(await statistics.mail()).toEqual({ pending: 0, oldestAt: null, failed: 1 })
    })
  })
