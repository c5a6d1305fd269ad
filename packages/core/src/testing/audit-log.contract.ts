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

    test('an event is never recorded over another one', async () => {
      const { audit, events } = await open()
      await audit.record(FULL)
      await expect(audit.record({ ...WITHOUT_REQUEST, id: FULL.id })).rejects.toThrow()
      expect(await events()).toEqual([FULL])
    })
  })
