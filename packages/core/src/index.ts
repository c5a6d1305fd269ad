export type { SetupToken, SetupTokenStore } from './access/setup-token-store.ts'
export type { AuditAction, AuditEvent, AuditLog } from './audit/audit-event.ts'
export type { ClaimedMessage, MailQueue, Settlement } from './mail/mail-queue.ts'
export type { Mail, MailSender, SendOutcome } from './mail/mail-sender.ts'
export {
  type MailOrder,
  type MailTemplate,
  type MailTemplates,
  type MessageState,
  NOTICE_HOURS,
  type Outbox,
} from './mail/message.ts'
export type { CredentialStore } from './password/credential-store.ts'
export type { PasswordReset, PasswordResetStore } from './password/password-reset.ts'
export type { Overloaded, PasswordHash, Passwords } from './password/passwords.ts'
export type { AttemptBudget, Budget, Reservation } from './protection/attempt-budget.ts'
export { MAX_WRONG_PROOFS, type PreRegistration } from './registration/pre-registration.ts'
export type { PreRegistrationStore } from './registration/pre-registration-store.ts'
export type { AuthMethod, Session } from './session/session.ts'
export type { EndReason, RefreshState, Rotation, SessionStore } from './session/session-store.ts'
export type { Clock } from './shared/clock.ts'
export { type Refused, refused } from './shared/outcome.ts'
export type { RequestOrigin } from './shared/request-origin.ts'
export type { OpaqueToken, SecretHash, Secrets, TokenKind } from './shared/secrets.ts'
export type { UnitOfWork } from './shared/unit-of-work.ts'
export { isDisabled, type Profile, type User } from './user/user.ts'
export type { UserStore } from './user/user-store.ts'
