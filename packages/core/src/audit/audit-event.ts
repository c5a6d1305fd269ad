import type { RequestOrigin } from '../shared/request-origin.ts'
import type { AuditReason } from './audit-reason.ts'

/** What happens, in the words of the OWASP logging vocabulary where it has one; docs/audit.md says when. */
export const AUDIT_ACTIONS = [
  'authn_login_success',
  'authn_login_fail',
  'authn_login_lock',
  'authn_login_successafterfail',
  'authn_login_unlock',
  'authn_otp_requested',
  'authn_token_revoked',
  'authn_password_change',
  'authn_password_change_fail',
  'authn_password_reset_requested',
  'authz_fail',
  'privilege_permissions_changed',
  'sensitive_read',
  'sys_audit_restarted',
  'sys_key_rotated',
  'sys_mail_retried',
  'sys_setting_changed',
  'sys_users_exported',
  'sys_users_imported',
  'token_reuse_detected',
  'user_created',
  'user_deleted',
  'user_disabled',
  'user_email_change_fail',
  'user_email_change_requested',
  'user_email_changed',
  'user_enabled',
  'user_invited',
  'user_invitation_withdrawn',
  'user_registered',
  'user_updated',
  'user_verification_fail',
  'user_verification_resent',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

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

/** The audit log: append-only, but for the persons in it. */
export interface AuditLog {
  /** Records the event in the same transaction as the act itself. */
  record(event: AuditEvent): Promise<void>

  /** Records many at once: one after the other they would take their time. */
  recordAll(events: readonly AuditEvent[]): Promise<void>

  /**
   * Takes the person out of every event, for ever: who they are, where they came from, and what was
   * noted about them. What happened and when stays. Of somebody nothing was recorded about it keeps
   * no more than that they are forgotten.
   */
  forget(userId: string, now: Date): Promise<void>
}

/** What a use case says about an act; the rest follows from when and where it happened. */
export interface Act {
  readonly action: AuditAction
  readonly resource: string
  readonly userId?: string | null
  readonly sessionId?: string | null
  /** Who did it, when that is another than the user it is about. */
  readonly actorId?: string
  /** Why it was refused; absent when it was done. */
  readonly refusal?: AuditReason
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** The event for an act that a request caused: its actor is the user it is about, or the one given. */
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
  actorId:
    act.actorId ?? (origin === null || act.refusal !== undefined ? null : (act.userId ?? null)),
  resource: act.resource,
  success: act.refusal === undefined,
  code: act.refusal ?? null,
  metadata: act.metadata ?? {},
  origin,
  processingTimeMs: origin === null ? null : at.getTime() - origin.receivedAt.getTime(),
})
