export { acceptInvitation } from './access/accept-invitation.ts'
export { type Access, permissionsOf } from './access/access.ts'
export type { AccessStore } from './access/access-store.ts'
export type { ActOnRefusal } from './access/act-on-user.ts'
export type { Actor } from './access/acting.ts'
export { type ChangeRolesRefusal, changeRoles } from './access/change-roles.ts'
export { changeUser } from './access/change-user.ts'
export { createAdministrator, grantAdministrator } from './access/create-administrator.ts'
export { type DeleteUserRefusal, deleteUser } from './access/delete-user.ts'
export { type DisableRefusal, disableUser, enableUser } from './access/disable-user.ts'
export { addRole, changeRole, type RoleRefusal, removeRole } from './access/edit-roles.ts'
export { type EndSessionsRefusal, endSessionsOf } from './access/end-sessions-of.ts'
export {
  INVITATION_HOURS,
  type Invitation,
  type InvitationPage,
  type InvitationStore,
} from './access/invitation.ts'
export { type Guest, type InviteRefusal, inviteUser } from './access/invite-user.ts'
export {
  ADMIN_ROLE,
  type AdministratorInput,
  makeAdministrator,
} from './access/make-administrator.ts'
export { isPermission, type Permission } from './access/permissions.ts'
export { recordRefusedAccess } from './access/record-refused-access.ts'
export { BUILT_IN_ROLES, builtInRole, type Role } from './access/role.ts'
export type { RoleStore } from './access/role-store.ts'
export { type SendResetRefusal, sendReset } from './access/send-reset.ts'
export { setUpAdministrator } from './access/set-up-administrator.ts'
export type { SetupToken, SetupTokenStore } from './access/setup-token-store.ts'
export { type InvitationRefusal, spendInvitation } from './access/spend-invitation.ts'
export { type SetUpRefusal, spendSetupLink } from './access/spend-setup-link.ts'
export { unlockUser } from './access/unlock-user.ts'
export type {
  UserDirectory,
  UserFilter,
  UserOverview,
  UserPage,
  UserPosition,
} from './access/user-directory.ts'
export { type WithdrawRefusal, withdrawInvitation } from './access/withdraw-invitation.ts'
export {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEvent,
  type AuditLog,
  auditEvent,
} from './audit/audit-event.ts'
export type {
  AuditFilter,
  AuditHistory,
  AuditPage,
  AuditPosition,
} from './audit/audit-history.ts'
export { exportAuditLog } from './audit/export-audit-log.ts'
export {
  MAX_REFUSALS,
  type Random,
  settleDelivery,
  unreachableBackoffMs,
} from './mail/delivery.ts'
export { type Links, webLinks } from './mail/links.ts'
export type { ClaimedMessage, MailQueue, Settlement } from './mail/mail-queue.ts'
export type { MailFilter, MailPage, MailRecord, MailRecords } from './mail/mail-records.ts'
export type { Mail, MailSender, SendOutcome } from './mail/mail-sender.ts'
export {
  type MailOrder,
  type MailTemplate,
  type MailTemplates,
  type MessageState,
  noticeExpiry,
  type Outbox,
} from './mail/message.ts'
export type { MessageTicket, TicketConsumer, TicketPublisher } from './mail/message-broker.ts'
export { type RetryRefusal, retryMail } from './mail/retry-mail.ts'
export { type GuessOtp, guessOtp } from './otp/guess-otp.ts'
export { isSameCode, MAX_LIVE_CODES, type OtpCode, type OtpRequest } from './otp/otp-request.ts'
export type { OtpGuess, OtpStore } from './otp/otp-store.ts'
export { type OtpSent, type OtpWish, type SendOtp, sendOtp } from './otp/send-otp.ts'
export { type SignInByOtp, signInByOtp } from './otp/sign-in-by-otp.ts'
export { type OtpRefusal, type VerifyOtp, verifyOtp } from './otp/verify-otp.ts'
export { changePassword } from './password/change-password.ts'
export type { CredentialStore } from './password/credential-store.ts'
export {
  type Blocklist,
  type NewPassword,
  newPassword,
  type PasswordRefused,
} from './password/new-password.ts'
export type { PasswordHistory } from './password/password-history.ts'
export type { PasswordReset, PasswordResetStore } from './password/password-reset.ts'
export type { Overloaded, PasswordHash, Passwords } from './password/passwords.ts'
export {
  type ReauthenticationRefusal,
  reauthenticate,
} from './password/reauthenticate.ts'
export { type ReplacePassword, replacePassword } from './password/replace-password.ts'
export {
  type RequestPasswordReset,
  requestPasswordReset,
} from './password/request-password-reset.ts'
export { resetPassword } from './password/reset-password.ts'
export { type ResetRefusal, spendReset } from './password/spend-reset.ts'
export type { AttemptBudget, Budget, Reservation } from './protection/attempt-budget.ts'
export type { Caller, KnownDevices } from './protection/caller.ts'
export {
  type CheckPassword,
  checkPassword,
  type PasswordClaim,
  type PasswordRight,
  type PasswordWrong,
} from './protection/check-password.ts'
export {
  limitedOtp,
  limitedRegister,
  limitedResend,
  limitedReset,
} from './protection/limited-requests.ts'
export {
  type Lockout,
  type LockoutPlace,
  type LockoutRule,
  type LockoutState,
  lockoutRule,
  lockoutState,
  MAX_FAILURES_IN_ROW,
  NO_FAILURES,
  takePlace,
  withoutPlace,
} from './protection/lockout.ts'
export { accountSubject, type LockoutStore } from './protection/lockout-store.ts'
export { loginBudgets, loginPlaces } from './protection/login-places.ts'
export { type MailBudget, mailBudget } from './protection/mail-budget.ts'
export { recordFailure } from './protection/record-failure.ts'
export { requestBudgets, requestLimits } from './protection/request-limits.ts'
export type { LimitSpent } from './protection/take-places.ts'
export { tellOfFailures } from './protection/tell-of-failures.ts'
export { type TellOfNewDevice, tellOfNewDevice } from './protection/tell-of-new-device.ts'
export { amendRegistration } from './registration/amend-registration.ts'
export { MAX_WRONG_PROOFS, type PreRegistration } from './registration/pre-registration.ts'
export type { PreRegistrationStore } from './registration/pre-registration-store.ts'
export { promoteAttempt } from './registration/promote-attempt.ts'
export { type Claim, proveAttempt } from './registration/prove-attempt.ts'
export {
  type RegisterRefusal,
  type RegisterUser,
  registerUser,
  type SignUp,
} from './registration/register-user.ts'
export { type ResendVerification, resendVerification } from './registration/resend-verification.ts'
export { type VerifyRefusal, verifyEmail } from './registration/verify-email.ts'
export { endReusedSession } from './session/end-reused-session.ts'
export {
  endOtherSessions,
  endOwnSession,
  logOut,
  logOutEverywhere,
} from './session/end-sessions.ts'
export { type LoginRefusal, logIn } from './session/log-in.ts'
export { type LiveSession, type OpenSession, openSession } from './session/open-session.ts'
export { type RefreshRefusal, refreshSession } from './session/refresh-session.ts'
export type { AuthMethod, Session } from './session/session.ts'
export {
  type EndReason,
  MAX_LISTED_SESSIONS,
  type RefreshState,
  type Rotation,
  type SessionStore,
} from './session/session-store.ts'
export type { BrandLogoStore } from './settings/brand-logo-store.ts'
export {
  type ChangeBrandLogo,
  changeBrandLogo,
  removeBrandLogo,
} from './settings/change-brand-logo.ts'
export {
  type ChangeSetting,
  changeSetting,
  type SettingEditor,
  type SettingRefusal,
} from './settings/change-setting.ts'
export { listSettings, type SettingView } from './settings/list-settings.ts'
export type { LogoImages } from './settings/logo-images.ts'
export { rollBackSetting } from './settings/roll-back-setting.ts'
export type { SettingChange, SettingStore, SettingVersion } from './settings/setting-store.ts'
export { settingsInForce, type UnusedSetting } from './settings/settings-in-force.ts'
export type { Clock } from './shared/clock.ts'
export { DependencyUnavailable } from './shared/dependency-unavailable.ts'
export { type Refused, refused } from './shared/outcome.ts'
export type { RequestOrigin } from './shared/request-origin.ts'
export type { OpaqueToken, SecretHash, Secrets, TokenKind } from './shared/secrets.ts'
export type { UnitOfWork } from './shared/unit-of-work.ts'
export { type Statistics, showStatistics } from './statistics/show-statistics.ts'
export type { DayFigures, MailFigures, StatisticsStore } from './statistics/statistics-store.ts'
export { endImport } from './transfer/end-import.ts'
export { exportUsers } from './transfer/export-users.ts'
export {
  type ImportJournal,
  type ImportProgress,
  ImportTakenOver,
} from './transfer/import-journal.ts'
export {
  type ImportBatch,
  type ImportRecord,
  type ImportUsers,
  importUsers,
  type RecordOutcome,
} from './transfer/import-users.ts'
export {
  type ForeignFields,
  IMPORT_FIELDS,
  type ImportField,
  readPerson,
} from './transfer/imported-person.ts'
export type { UserTransfer, UserWithHash } from './transfer/user-transfer.ts'
export { applyEmailChange } from './user/apply-email-change.ts'
export { type AvatarImages, type ImageRefusal, MAX_AVATAR_BYTES } from './user/avatar-images.ts'
export type { AvatarStore } from './user/avatar-store.ts'
export { type AvatarRefusal, changeAvatar, removeAvatar } from './user/change-avatar.ts'
export { changeProfile } from './user/change-profile.ts'
export { type ConfirmEmailRefusal, confirmEmailChange } from './user/confirm-email-change.ts'
export {
  deleteOwnAccount,
  type OwnDeletionRefusal,
} from './user/delete-own-account.ts'
export type { EmailAddress } from './user/email-address.ts'
export { type EmailChangeStore, MAX_WRONG_CODES } from './user/email-change.ts'
export { type EraseUser, eraseUser } from './user/erase-user.ts'
export { exportOwnData, type OwnData } from './user/export-own-data.ts'
export { limitedEmailChange } from './user/limited-email-change.ts'
export { requestEmailChange } from './user/request-email-change.ts'
export { isDisabled, type Profile, type ProfileChanges, type User } from './user/user.ts'
export type { UserStore } from './user/user-store.ts'
