import type { AccessStore } from '../access/access-store.ts'
import type { InvitationStore } from '../access/invitation.ts'
import type { RoleStore } from '../access/role-store.ts'
import type { SetupTokenStore } from '../access/setup-token-store.ts'
import type { UserDirectory } from '../access/user-directory.ts'
import type { AuditLog } from '../audit/audit-event.ts'
import type { AuditHistory } from '../audit/audit-history.ts'
import type { MailQueue } from '../mail/mail-queue.ts'
import type { MailRecords } from '../mail/mail-records.ts'
import type { Outbox } from '../mail/message.ts'
import type { OtpStore } from '../otp/otp-store.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PasswordHistory } from '../password/password-history.ts'
import type { PasswordResetStore } from '../password/password-reset.ts'
import type { AttemptBudget } from '../protection/attempt-budget.ts'
import type { LockoutStore } from '../protection/lockout-store.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { BrandLogoStore } from '../settings/brand-logo-store.ts'
import type { SettingStore } from '../settings/setting-store.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { StatisticsStore } from '../statistics/statistics-store.ts'
import type { ImportJournal } from '../transfer/import-journal.ts'
import type { UserTransfer } from '../transfer/user-transfer.ts'
import type { AvatarStore } from '../user/avatar-store.ts'
import type { EmailChangeStore } from '../user/email-change.ts'
import type { UserStore } from '../user/user-store.ts'
import { memoryAccess, memoryRoles } from './memory-access.ts'
import { memoryAuditHistory } from './memory-audit-history.ts'
import { memoryAuditLog } from './memory-audit-log.ts'
import { memoryAvatars } from './memory-avatars.ts'
import { memoryBrandLogos } from './memory-brand-logos.ts'
import { memoryAttemptBudget } from './memory-budgets.ts'
import { memoryEmailChanges } from './memory-email-changes.ts'
import { memoryInvitations } from './memory-invitations.ts'
import { memoryLockouts } from './memory-lockouts.ts'
import { memoryMailRecords } from './memory-mail-records.ts'
import { memoryMailQueue, memoryOutbox } from './memory-messages.ts'
import { memoryOtps } from './memory-otps.ts'
import { memoryPasswordHistory } from './memory-password-history.ts'
import { memoryPreRegistrations } from './memory-pre-registrations.ts'
import { memorySessions } from './memory-sessions.ts'
import { memorySettings } from './memory-settings.ts'
import { memoryPasswordResets, memorySetupTokens } from './memory-single-use.ts'
import { memoryStatistics } from './memory-statistics.ts'
import { type MemoryTables, memoryTables } from './memory-tables.ts'
import { memoryImportJournal, memoryTransfer } from './memory-transfer.ts'
import { memoryUserDirectory } from './memory-user-directory.ts'
import { memoryCredentials, memoryUsers } from './memory-users.ts'

/** Every store of core over one set of rows: what a contract suite opens. */
export interface TestedStores {
  readonly users: UserStore
  readonly access: AccessStore
  readonly roles: RoleStore
  readonly directory: UserDirectory
  readonly credentials: CredentialStore
  readonly passwordHistory: PasswordHistory
  readonly emailChanges: EmailChangeStore
  readonly avatars: AvatarStore
  readonly preRegistrations: PreRegistrationStore
  readonly sessions: SessionStore
  readonly passwordResets: PasswordResetStore
  readonly setupTokens: SetupTokenStore
  readonly invitations: InvitationStore
  readonly otps: OtpStore
  readonly outbox: Outbox
  readonly mailQueue: MailQueue
  readonly mailRecords: MailRecords
  readonly audit: AuditLog
  readonly auditHistory: AuditHistory
  readonly statistics: StatisticsStore
  readonly budgets: AttemptBudget
  readonly lockouts: LockoutStore
  readonly changedSettings: SettingStore
  readonly brandLogos: BrandLogoStore
  readonly transfer: UserTransfer
  readonly journal: ImportJournal
}

/** The stores in memory, and the rows behind them. */
export interface MemoryStores extends TestedStores {
  readonly tables: MemoryTables
}

export const memoryStores = (tables: MemoryTables = memoryTables()): MemoryStores => ({
  tables,
  users: memoryUsers(tables),
  access: memoryAccess(tables),
  roles: memoryRoles(tables),
  directory: memoryUserDirectory(tables),
  credentials: memoryCredentials(tables),
  passwordHistory: memoryPasswordHistory(tables),
  emailChanges: memoryEmailChanges(tables),
  avatars: memoryAvatars(tables),
  preRegistrations: memoryPreRegistrations(tables),
  sessions: memorySessions(tables),
  passwordResets: memoryPasswordResets(tables),
  setupTokens: memorySetupTokens(tables),
  invitations: memoryInvitations(tables),
  otps: memoryOtps(tables),
  outbox: memoryOutbox(tables),
  mailQueue: memoryMailQueue(tables),
  mailRecords: memoryMailRecords(tables),
  audit: memoryAuditLog(tables),
  auditHistory: memoryAuditHistory(tables),
  statistics: memoryStatistics(tables),
  budgets: memoryAttemptBudget(tables),
  lockouts: memoryLockouts(tables),
  changedSettings: memorySettings(tables),
  brandLogos: memoryBrandLogos(tables),
  transfer: memoryTransfer(tables),
  journal: memoryImportJournal(tables),
})

/** Units of work over memory stores: one after the other, and a throw puts every row back. */
export const memoryUnitOfWork = (stores: MemoryStores): UnitOfWork<TestedStores> => {
  const maps: Map<string, unknown>[] = Object.values(stores.tables)
  let last: Promise<unknown> = Promise.resolve()
  const attempt = async <T>(work: (stores: TestedStores) => Promise<T>): Promise<T> => {
    const snapshot = maps.map((map) => [...map])
    try {
      return await work(stores)
    } catch (error) {
      for (const [index, map] of maps.entries()) {
        map.clear()
        for (const [key, row] of snapshot[index] ?? []) map.set(key, row)
      }
      throw error
    }
  }
  return {
    run: (work) => {
      const result = last.then(() => attempt(work))
      last = result.catch(() => undefined)
      return result
    },
  }
}
