import type { RequestOrigin } from '../shared/request-origin.ts'

/** What happened, in the words of the OWASP logging vocabulary where it has one. */
export type AuditAction =
  | 'authn_login_success'
  | 'authn_login_fail'
  | 'authn_otp_requested'
  | 'authn_token_revoked'
  | 'authn_password_change'
  | 'authn_password_reset_requested'
  | 'privilege_permissions_changed'
  | 'sys_key_rotated'
  | 'token_reuse_detected'
  | 'user_created'
  | 'user_registered'
  | 'user_verification_fail'
  | 'user_verification_resent'

/** One security-relevant act. Never holds a secret or an address. */
export interface AuditEvent {
  readonly id: string
  readonly at: Date
  readonly action: AuditAction
  /** Whom it is about. */
  readonly userId: string | null
  readonly sessionId: string | null
  /** Who did it, when that is known. */
  readonly actorId: string | null
  /** What it was done to, such as `session` or `password`. */
  readonly resource: string
  readonly success: boolean
  /** The precise reason of a refusal; the outside world only sees one public code. */
  readonly code: string | null
  readonly metadata: Readonly<Record<string, unknown>>
  /** Null for what no request caused, such as a command on the server's own console. */
  readonly origin: RequestOrigin | null
  /** Milliseconds from the request's arrival to the record; null without a request. */
  readonly processingTimeMs: number | null
}

/** The audit log: append-only. */
export interface AuditLog {
  /** Records the event in the same transaction as the act itself. */
  record(event: AuditEvent): Promise<void>
}

/** What a use case says about an act; the rest follows from when and where it happened. */
export interface Act {
  readonly action: AuditAction
  readonly resource: string
  readonly userId?: string | null
  readonly sessionId?: string | null
  /** Why it was refused; absent when it was done. */
  readonly refusal?: string
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** The event for an act that a request caused: its actor is the user it is about. */
export const auditEvent = (
  id: string,
  at: Date,
  origin: RequestOrigin | null,
  act: Act,
): AuditEvent => ({
  id,
  at,
  action: act.action,
  userId: act.userId ?? null,
  sessionId: act.sessionId ?? null,
  actorId: origin === null || act.refusal !== undefined ? null : (act.userId ?? null),
  resource: act.resource,
  success: act.refusal === undefined,
  code: act.refusal ?? null,
  metadata: act.metadata ?? {},
  origin,
  processingTimeMs: origin === null ? null : at.getTime() - origin.receivedAt.getTime(),
})
