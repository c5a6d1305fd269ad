import { describe, expect, test } from 'vitest'
import type { AuditEvent, AuditLog } from '../audit/audit-event.ts'
import { anAuditEvent, anOrigin } from './an-audit-event.ts'
import { afterNoon } from './fixed-clock.ts'

interface OpenLog {
  readonly audit: AuditLog
  /** What was recorded, in any order. */
  events(): Promise<readonly AuditEvent[]>
}

const FULL = anAuditEvent({
  at: afterNoon(1),
  success: false,
  code: 'token_reused',
  metadata: { nested: { list: [1, null, 'é'] } },
  origin: anOrigin({ ipAddress: '2001:db8::1', receivedAt: afterNoon(2) }),
})
const WITHOUT_REQUEST = anAuditEvent({
  id: 'event-2',
  action: 'sys_key_rotated',
  userId: null,
  sessionId: null,
  actorId: null,
  origin: null,
  processingTimeMs: null,
})

/** Every AuditLog must pass this suite. */
export const describeAuditLog = (name: string, open: () => Promise<OpenLog>) =>
  describe(`${name} is an AuditLog`, () => {
    test.each([FULL, WITHOUT_REQUEST])('every field of $id comes back as it was', async (event) => {
      const { audit, events } = await open()
      await audit.record(event)
      expect(await events()).toEqual([event])
    })

    test('many events are recorded at once, each as it was', async () => {
      const { audit, events } = await open()
      const ids = Array.from({ length: 300 }, (_, n) => `event-${String(n).padStart(3, '0')}`)
      const all = ids.map((id) => anAuditEvent({ id, metadata: { id } }))
      await audit.recordAll(all)
      await audit.recordAll([])
      expect((await events()).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(all)
    })

    test('an event is never recorded over another one', async () => {
      const { audit, events } = await open()
      await audit.record(FULL)
      await expect(audit.record({ ...WITHOUT_REQUEST, id: FULL.id })).rejects.toThrow()
      expect(await events()).toEqual([FULL])
    })

    test('a forgotten person is in no event; what happened and when stays, and so do others', async () => {
      const { audit, events } = await open()
      const own = anAuditEvent({ id: 'own', metadata: { note: 'Ada' } })
      const others = anAuditEvent({ id: 'others', userId: 'user-2', actorId: 'user-2' })
      await audit.record(own)
      await audit.record(others)
      await audit.forget('user-1', afterNoon(5))
      const nobody = { userId: null, sessionId: null, actorId: null, metadata: {} }
      const origin = anOrigin({ ipAddress: '', userAgent: '', requestId: '' })
      const rest = await events()
      expect(rest.find(({ id }) => id === 'own')).toEqual({ ...own, ...nobody, origin })
      expect(rest.find(({ id }) => id === 'others')).toEqual(others)
    })

    test('who acted and whom it was about are forgotten apart', async () => {
      const { audit, events } = await open()
      const event = anAuditEvent({ actorId: 'admin-1' })
      await audit.record(event)
      await audit.forget('user-1', afterNoon(5))
      const about = { userId: null, sessionId: null, metadata: {} }
      expect(await events()).toEqual([{ ...event, ...about }])
      await audit.forget('admin-1', afterNoon(6))
      const origin = anOrigin({ ipAddress: '', userAgent: '', requestId: '' })
      expect(await events()).toEqual([{ ...event, ...about, actorId: null, origin }])
    })

    test('a refused act has no actor: its origin is forgotten with the user it is about', async () => {
      const { audit, events } = await open()
      await audit.record({ ...FULL, actorId: null })
      await audit.forget('user-1', afterNoon(5))
      expect(JSON.stringify(await events())).not.toContain('2001:db8::1')
    })
  })
