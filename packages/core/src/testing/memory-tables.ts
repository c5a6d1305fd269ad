import type { Invitation } from '../access/invitation.ts'
import type { Role } from '../access/role.ts'
import type { SetupToken } from '../access/setup-token-store.ts'
import type { AuditEvent } from '../audit/audit-event.ts'
import type { MailOrder, MessageState } from '../mail/message.ts'
import type { OtpRequest } from '../otp/otp-request.ts'
import type { PasswordReset } from '../password/password-reset.ts'
import type { PasswordHash } from '../password/passwords.ts'
import type { Lockout } from '../protection/lockout.ts'
import type { PreRegistration } from '../registration/pre-registration.ts'
import type { EndReason, RefreshState } from '../session/session-store.ts'
import type { BrandLogo } from '../settings/brand-logo-store.ts'
import type { SettingVersion } from '../settings/setting-store.ts'
import type { ImportProgress } from '../transfer/import-journal.ts'
import type { Avatar } from '../user/avatar-store.ts'
import type { EmailChange } from '../user/email-change.ts'
import type { User } from '../user/user.ts'

/** A message as the outbox keeps it. */
export interface MemoryMessage {
  readonly id: string
  readonly order: MailOrder
  readonly state: MessageState
  readonly createdAt: Date
  readonly tries: number
  readonly deferrals: number
  readonly nextTryAt: Date | null
  readonly lease: { readonly owner: string; readonly until: Date } | null
  readonly reason: string | null
  /** When it was over. */
  readonly finishedAt: Date | null
}

/**
 * What the memory stores keep. Rows are replaced, never changed, so that a copy of the maps is a
 * snapshot. Use-case tests may look in here for what was written.
 */
export interface MemoryTables {
  readonly users: Map<string, User>
  readonly passwords: Map<string, PasswordHash>
  /** Of each user, the newest first, without the present one. */
  readonly formerPasswords: Map<string, readonly PasswordHash[]>
  readonly emailChanges: Map<string, { change: EmailChange; wrongCodes: number }>
  readonly avatars: Map<string, Avatar>
  readonly preRegistrations: Map<string, { attempt: PreRegistration; wrongProofs: number }>
  readonly sessions: Map<string, RefreshState & { readonly endReason: EndReason | null }>
  readonly passwordResets: Map<string, PasswordReset>
  readonly otpRequests: Map<string, OtpRequest>
  readonly roles: Map<string, Role>
  readonly setupTokens: Map<string, SetupToken>
  readonly invitations: Map<string, Invitation>
  readonly messages: Map<string, MemoryMessage>
  readonly auditEvents: Map<string, AuditEvent>
  /** Of each setting that was changed, the newest first. */
  readonly settingVersions: Map<string, readonly SettingVersion[]>
  readonly brandLogos: Map<string, BrandLogo>
  readonly budgets: Map<string, { readonly used: number; readonly resetsAt: Date }>
  readonly lockouts: Map<string, Lockout>
  /** Imports that have not ended, by their source. */
  readonly imports: Map<string, ImportProgress>
}

export const memoryTables = (): MemoryTables => ({
  users: new Map(),
  passwords: new Map(),
  formerPasswords: new Map(),
  emailChanges: new Map(),
  avatars: new Map(),
  preRegistrations: new Map(),
  sessions: new Map(),
  passwordResets: new Map(),
  otpRequests: new Map(),
  roles: new Map(),
  setupTokens: new Map(),
  invitations: new Map(),
  messages: new Map(),
  auditEvents: new Map(),
  settingVersions: new Map(),
  brandLogos: new Map(),
  budgets: new Map(),
  lockouts: new Map(),
  imports: new Map(),
})
