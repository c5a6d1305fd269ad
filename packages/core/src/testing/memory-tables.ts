import type { SetupToken } from '../access/setup-token-store.ts'
import type { AuditEvent } from '../audit/audit-event.ts'
import type { MailOrder, MessageState } from '../mail/message.ts'
import type { OtpRequest } from '../otp/otp-request.ts'
import type { PasswordReset } from '../password/password-reset.ts'
import type { PasswordHash } from '../password/passwords.ts'
import type { PreRegistration } from '../registration/pre-registration.ts'
import type { EndReason, RefreshState } from '../session/session-store.ts'
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
}

/**
 * What the memory stores keep. Rows are replaced, never changed, so that a copy of the maps is a
 * snapshot. Use-case tests may look in here for what was written.
 */
export interface MemoryTables {
  readonly users: Map<string, User>
  readonly passwords: Map<string, PasswordHash>
  readonly preRegistrations: Map<string, { attempt: PreRegistration; wrongProofs: number }>
  readonly sessions: Map<string, RefreshState & { readonly endReason: EndReason | null }>
  readonly passwordResets: Map<string, PasswordReset>
  readonly otpRequests: Map<string, OtpRequest>
  readonly setupTokens: Map<string, SetupToken>
  readonly messages: Map<string, MemoryMessage>
  readonly auditEvents: Map<string, AuditEvent>
  readonly budgets: Map<string, { readonly used: number; readonly resetsAt: Date }>
}

export const memoryTables = (): MemoryTables => ({
  users: new Map(),
  passwords: new Map(),
  preRegistrations: new Map(),
  sessions: new Map(),
  passwordResets: new Map(),
  otpRequests: new Map(),
  setupTokens: new Map(),
  messages: new Map(),
  auditEvents: new Map(),
  budgets: new Map(),
})
