import type {
  AccessStore,
  AttemptBudget,
  AuditHistory,
  AuditLog,
  AvatarStore,
  BrandLogoStore,
  CredentialStore,
  EmailChangeStore,
  ImportJournal,
  InvitationStore,
  LockoutStore,
  MailQueue,
  MailRecords,
  OtpStore,
  Outbox,
  PasswordHistory,
  PasswordResetStore,
  PreRegistrationStore,
  RoleStore,
  SessionStore,
  SettingStore,
  SetupTokenStore,
  StatisticsStore,
  UnitOfWork,
  UserDirectory,
  UserStore,
  UserTransfer,
} from '@latchkey/core'
import { sqlAccess } from '../access/access.ts'
import { type AccessChangeStore, sqlAccessChanges } from '../access/access-changes.ts'
import { sqlInvitations } from '../access/invitations.ts'
import { sqlRoles } from '../access/roles.ts'
import { sqlSetupTokens } from '../access/setup-tokens.ts'
import { sqlUserDirectory } from '../access/user-directory.ts'
import { sqlAuditHistory } from '../audit/audit-history.ts'
import type { AuditKeys } from '../audit/audit-keys.ts'
import { sqlAuditLog } from '../audit/audit-log.ts'
import { type AuditChainStore, sqlAuditChain } from '../audit/chain-state.ts'
import { sqlMailQueue } from '../mail/mail-queue.ts'
import { sqlMailRecords } from '../mail/mail-records.ts'
import { sqlOutbox } from '../mail/outbox.ts'
import { sqlOtps } from '../otp/otps.ts'
import { sqlCredentials } from '../password/credentials.ts'
import { sqlPasswordHistory } from '../password/password-history.ts'
import { sqlPasswordResets } from '../password/password-resets.ts'
import { sqlAttemptBudget } from '../protection/attempt-budget.ts'
import { sqlLockouts } from '../protection/lockouts.ts'
import { sqlPreRegistrations } from '../registration/pre-registrations.ts'
import { type RevocationStore, sqlRevocations } from '../session/revocations.ts'
import { sqlSessions } from '../session/sessions.ts'
import { type SigningKeyStore, sqlSigningKeys } from '../session/signing-keys.ts'
import { sqlBrandLogos } from '../settings/brand-logos.ts'
import { sqlSettings } from '../settings/settings.ts'
import { sqlStatistics } from '../statistics/statistics.ts'
import { sqlImportJournal } from '../transfer/import-journal.ts'
import { sqlUserTransfer } from '../transfer/user-transfer.ts'
import { sqlAvatars } from '../user/avatars.ts'
import { sqlEmailChanges } from '../user/email-changes.ts'
import { sqlUsers } from '../user/users.ts'
import { commitNews, gatherNews } from './commit-news.ts'
import { atomically, type Connections, type NewsConnections } from './connections.ts'
import type { Sealer } from './sealer.ts'

/** The stores that a unit of work may name. */
export interface Stores {
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
  readonly outbox: Outbox
  readonly mailRecords: MailRecords
  readonly audit: AuditLog
  readonly auditHistory: AuditHistory
  readonly statistics: StatisticsStore
  readonly budgets: AttemptBudget
  readonly lockouts: LockoutStore
  readonly signingKeys: SigningKeyStore
  readonly changedSettings: SettingStore
  readonly brandLogos: BrandLogoStore
  readonly transfer: UserTransfer
  readonly journal: ImportJournal
}

interface Options {
  /** Seals the payloads of mails. */
  readonly sealer: Sealer
  /** Makes the ids of messages. */
  readonly newId: () => string
  /** What the installation is called now, for the mails it orders; the product's own name when absent. */
  readonly brandName?: () => string
  /** Prove who recorded an audit event; loaded by `beginChain`. */
  readonly auditKeys: AuditKeys
}

/** Everything a process keeps in one database. */
export interface Storage {
  /** The stores outside a unit of work: they read beside the writer, and every write commits alone. */
  readonly stores: Stores
  readonly unitOfWork: UnitOfWork<Stores>
  readonly mailQueue: MailQueue
  readonly otps: OtpStore
  readonly revocations: RevocationStore
  readonly accessChanges: AccessChangeStore
  readonly auditChain: AuditChainStore
  /** Calls `listener` after every commit that added a message; returns what takes it off again. */
  onMessagesCommitted(listener: () => void): () => void
  /** Calls `listener` after every commit that ended sessions; returns what takes it off again. */
  onSessionsEnded(listener: (ids: readonly string[]) => void): () => void
}

const storesOn = (connections: NewsConnections, options: Options): Stores => ({
  users: sqlUsers(connections),
  access: sqlAccess(connections),
  roles: sqlRoles(connections),
  directory: sqlUserDirectory(connections),
  credentials: sqlCredentials(connections),
  passwordHistory: sqlPasswordHistory(connections),
  emailChanges: sqlEmailChanges(connections),
  avatars: sqlAvatars(connections),
  preRegistrations: sqlPreRegistrations(connections),
  sessions: sqlSessions(connections),
  passwordResets: sqlPasswordResets(connections),
  setupTokens: sqlSetupTokens(connections),
  invitations: sqlInvitations(connections),
  outbox: sqlOutbox(connections, options),
  mailRecords: sqlMailRecords(connections),
  audit: sqlAuditLog(connections, options),
  auditHistory: sqlAuditHistory(connections),
  statistics: sqlStatistics(connections),
  budgets: sqlAttemptBudget(connections),
  lockouts: sqlLockouts(connections),
  signingKeys: sqlSigningKeys(connections),
  changedSettings: sqlSettings(connections),
  brandLogos: sqlBrandLogos(connections),
  transfer: sqlUserTransfer(connections),
  journal: sqlImportJournal(connections),
})

/**
 * The stores over one database. Inside a unit of work only its own stores may be awaited: an
 * outside one that writes would wait for the very transaction that waits for it.
 */
export const sqlStorage = ({ read, write }: Connections, options: Options): Storage => {
  const news = commitNews()
  return {
    stores: storesOn({ read, write, news }, options),
    unitOfWork: {
      run: async (work) => {
        const { result, gathered } = await atomically({ write }, async (on) => {
          const heard = gatherNews()
          const stores = storesOn({ read: on, write: on, news: heard }, options)
          return { result: await work(stores), gathered: heard }
        })
        gathered.passOn(news)
        return result
      },
    },
    mailQueue: sqlMailQueue({ read, write }, options),
    otps: sqlOtps({ read, write }),
    revocations: sqlRevocations({ read }),
    accessChanges: sqlAccessChanges({ read }),
    auditChain: sqlAuditChain({ read }),
    onMessagesCommitted: news.onMessagesCommitted,
    onSessionsEnded: news.onSessionsEnded,
  }
}
