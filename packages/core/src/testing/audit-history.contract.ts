import { describe, expect, test } from 'vitest'
import type { AuditFilter, AuditPage } from '../audit/audit-history.ts'
import { anAuditEvent, anOrigin } from './an-audit-event.ts'
import { afterNoon } from './fixed-clock.ts'
import type { OpenNodes } from './race.ts'

/** Two happened at one instant; none is in the order in which it was recorded. */
const EVENTS = [
  anAuditEvent({ id: 'c', at: afterNoon(3), userId: 'user-2', actorId: 'admin-1' }),
  anAuditEvent({
    id: 'a',
    at: afterNoon(1),
    action: 'authn_login_fail',
    success: false,
    code: 'password_wrong',
    origin: anOrigin({ ipAddress: '2001:db8::1', requestId: 'request-2' }),
  }),
  anAuditEvent({ id: 'b2', at: afterNoon(2), metadata: { nested: [1, null, '=é'] } }),
  anAuditEvent({ id: 'b1', at: afterNoon(2), userId: null, actorId: null, sessionId: null }),
  anAuditEvent({ id: 'd', at: afterNoon(4), action: 'sys_key_rotated', origin: null }),
]

/** Every AuditHistory must pass this suite. */
export const describeAuditHistory = (name: string, openNodes: OpenNodes) =>
  describe(`${name} is an AuditHistory`, () => {
    const open = async () => {
      const [{ audit, auditHistory }] = await openNodes()
      for (const event of EVENTS) await audit.record(event)
      const list = (page: Partial<AuditPage> = {}) =>
        auditHistory.list({ filter: {}, after: null, limit: 100, ...page })
      const ids = async (filter: AuditFilter) => (await list({ filter })).map(({ id }) => id)
      return { audit, list, ids }
    }

    test('events come newest first, each as it was recorded', async () => {
      const { list } = await open()
      const [c, a, b2, b1, d] = EVENTS
      expect(await list()).toEqual([d, c, b2, b1, a])
    })

    test('page by page every event comes once, also those of one instant', async () => {
      const { list } = await open()
      const whole = await list()
      const seen = []
      for (let after: AuditPage['after'] = null; seen.length < 10; ) {
        const [next] = await list({ after, limit: 1 })
        if (!next) break
        seen.push(next)
        after = next
      }
      expect(seen).toEqual(whole)
    })

    test('a filter keeps exactly what is meant', async () => {
      const { ids } = await open()
      expect(await ids({ action: 'authn_login_fail' })).toEqual(['a'])
      expect(await ids({ action: 'unheard_of' })).toEqual([])
      expect(await ids({ userId: 'user-2' })).toEqual(['c'])
      expect(await ids({ actorId: 'admin-1' })).toEqual(['c'])
      expect(await ids({ success: false })).toEqual(['a'])
      expect(await ids({ success: true })).toEqual(['d', 'c', 'b2', 'b1'])
      expect(await ids({ code: 'password_wrong' })).toEqual(['a'])
      expect(await ids({ ipAddress: '2001:db8::1' })).toEqual(['a'])
      expect(await ids({ requestId: 'request-2' })).toEqual(['a'])
      expect(await ids({ from: afterNoon(2), before: afterNoon(4) })).toEqual(['c', 'b2', 'b1'])
      expect(await ids({ success: true, userId: 'user-1', before: afterNoon(3) })).toEqual(['b2'])
      expect(await ids({ userId: "' or 1=1 --" })).toEqual([])
    })

    test('of a forgotten person the events tell no more than what happened and when', async () => {
      const { audit, list, ids } = await open()
      await audit.forget('user-1', afterNoon(9))
      expect(await ids({ userId: 'user-1' })).toEqual([])
      const failed = (await list()).find(({ id }) => id === 'a')
      const origin = { ipAddress: '', userAgent: '', requestId: '' }
      expect(failed).toMatchObject({ userId: null, code: 'password_wrong', origin })
    })
  })
