export { createAdministrator, grantAdministrator } from './access/create-administrator.ts'
export {
  ADMIN_ROLE,
  type AdministratorInput,
  makeAdministrator,
} from './access/make-administrator.ts'
export { type SetUpRefusal, setUpAdministrator } from './access/set-up-administrator.ts'
export type { SetupToken, SetupTokenStore } from './access/setup-token-store.ts'
export {
  type AuditAction,
  type AuditEvent,
  type AuditLog,
  auditEvent,
} from './audit/audit-event.ts'
export {
  MAX_REFUSALS,
  type Random,
  settleDelivery,
  unreachableBackoffMs,
} from './mail/delivery.ts'
export { type Links, webLinks } from './mail/links.ts'
export type { ClaimedMessage, MailQueue, Settlement } from './mail/mail-queue.ts'
export type { Mail, MailSender, SendOutcome } from './mail/mail-sender.ts'
export {
  type MailOrder,
  type MailTemplate,
  type MailTemplates,
  type MessageState,
  noticeExpiry,
  type Outbox,
} from './mail/message.ts'
export { type GuessOtp, guessOtp } from './otp/guess-otp.ts'
export { MAX_LIVE_CODES, type OtpCode, type OtpRequest } from './otp/otp-request.ts'
export type { OtpStore } from './otp/otp-store.ts'
export { type OtpSent, type OtpWish, sendOtp } from './otp/send-otp.ts'
export { type SignInByOtp, signInByOtp } from './otp/sign-in-by-otp.ts'
export { type OtpRefusal, type VerifyOtp, verifyOtp } from './otp/verify-otp.ts'
export type { CredentialStore } from './password/credential-store.ts'
export { type Blocklist, newPassword, type PasswordRefused } from './password/new-password.ts'
export type { PasswordReset, PasswordResetStore } from './password/password-reset.ts'
export type { Overloaded, PasswordHash, Passwords } from './password/passwords.ts'
export { replacePassword } from './password/replace-password.ts'
export { requestPasswordReset } from './password/request-password-reset.ts'
export { type ResetRefusal, resetPassword } from './password/reset-password.ts'
export type { AttemptBudget, Budget, Reservation } from './protection/attempt-budget.ts'
export { amendRegistration } from './registration/amend-registration.ts'
export { MAX_WRONG_PROOFS, type PreRegistration } from './registration/pre-registration.ts'
export type { PreRegistrationStore } from './registration/pre-registration-store.ts'
export { promoteAttempt } from './registration/promote-attempt.ts'
export { type Claim, proveAttempt } from './registration/prove-attempt.ts'
export { type RegisterRefusal, registerUser, type SignUp } from './registration/register-user.ts'
export { resendVerification } from './registration/resend-verification.ts'
export { type VerifyRefusal, verifyEmail } from './registration/verify-email.ts'
export { endReusedSession } from './session/end-reused-session.ts'
export { logOut, logOutEverywhere } from './session/end-sessions.ts'
export { type LoginRefusal, logIn } from './session/log-in.ts'
export { type LiveSession, openSession } from './session/open-session.ts'
export { type RefreshRefusal, refreshSession } from './session/refresh-session.ts'
export type { AuthMethod, Session } from './session/session.ts'
export type { EndReason, RefreshState, Rotation, SessionStore } from './session/session-store.ts'
export type { Clock } from './shared/clock.ts'
export { type Refused, refused } from './shared/outcome.ts'
export type { RequestOrigin } from './shared/request-origin.ts'
export type { OpaqueToken, SecretHash, Secrets, TokenKind } from './shared/secrets.ts'
export type { UnitOfWork } from './shared/unit-of-work.ts'
export { isDisabled, type Profile, type User } from './user/user.ts'
export type { UserStore } from './user/user-store.ts'
