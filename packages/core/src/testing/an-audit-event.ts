import type { AuditEvent } from '../audit/audit-event.ts'
import type { Caller } from '../protection/caller.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import { NOON } from './fixed-clock.ts'

/** A login request that arrived at noon. */
export const anOrigin = (over: Partial<RequestOrigin> = {}): RequestOrigin => ({
  ipAddress: '192.0.2.1',
  userAgent: 'Browser/1.0',
  requestId: 'request-1',
  method: 'POST',
  endpoint: '/api/auth/login',
  receivedAt: NOON,
  ...over,
})

/** The same, from a device that nobody knows. */
export const aCaller = ({
  network = '192.0.2.1',
  deviceToken = null,
  ...over
}: Partial<Caller> = {}): Caller => ({ ...anOrigin(over), network, deviceToken })

/** A login of `user-1` at noon. */
export const anAuditEvent = (over: Partial<AuditEvent> = {}): AuditEvent => ({
  id: 'event-1',
  at: NOON,
  action: 'authn_login_success',
  userId: 'user-1',
  sessionId: 'session-1',
  actorId: 'user-1',
  resource: 'session',
  success: true,
  code: null,
  metadata: {},
  origin: anOrigin(),
  processingTimeMs: 12,
  ...over,
})
