import type {
  AttemptBudget,
  AuditLog,
  CredentialStore,
  MailQueue,
  OtpStore,
  Outbox,
  PasswordResetStore,
  PreRegistrationStore,
  SessionStore,
  SetupTokenStore,
  UnitOfWork,
  UserStore,
} from '@latchkey/core'
import { sqlSetupTokens } from '../access/setup-tokens.ts'
import { sqlAuditLog } from '../audit/audit-log.ts'
import { sqlMailQueue } from '../mail/mail-queue.ts'
import { sqlOutbox } from '../mail/outbox.ts'
import { sqlOtps } from '../otp/otps.ts'
import { sqlCredentials } from '../password/credentials.ts'
import { sqlPasswordResets } from '../password/password-resets.ts'
import { sqlAttemptBudget } from '../protection/attempt-budget.ts'
import { sqlPreRegistrations } from '../registration/pre-registrations.ts'
import { type RevocationStore, sqlRevocations } from '../session/revocations.ts'
import { sqlSessions } from '../session/sessions.ts'
import { type SigningKeyStore, sqlSigningKeys } from '../session/signing-keys.ts'
import { sqlUsers } from '../user/users.ts'
import { commitNews, gatherNews } from './commit-news.ts'
import { atomically, type Connections, type NewsConnections } from './connections.ts'
import type { Sealer } from './sealer.ts'

/** The stores that a unit of work may name. */
export interface Stores {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly preRegistrations: PreRegistrationStore
  readonly sessions: SessionStore
  readonly passwordResets: PasswordResetStore
  readonly setupTokens: SetupTokenStore
  readonly otps: OtpStore
  readonly outbox: Outbox
  readonly audit: AuditLog
  readonly budgets: AttemptBudget
  readonly signingKeys: SigningKeyStore
}

interface Options {
  /** Seals the payloads of mails. */
  readonly sealer: Sealer
  /** Makes the ids of messages. */
  readonly newId: () => string
}

/** Everything a process keeps in one database. */
export interface Storage {
  /** The stores outside a unit of work: they read beside the writer, and every write commits alone. */
  readonly stores: Stores
  readonly unitOfWork: UnitOfWork<Stores>
  readonly mailQueue: MailQueue
  readonly revocations: RevocationStore
  /** Calls `listener` after every commit that added a message; returns what takes it off again. */
  onMessagesCommitted(listener: () => void): () => void
  /** Calls `listener` after every commit that ended sessions; returns what takes it off again. */
  onSessionsEnded(listener: (ids: readonly string[]) => void): () => void
}

const storesOn = (connections: NewsConnections, options: Options): Stores => ({
  users: sqlUsers(connections),
  credentials: sqlCredentials(connections),
  preRegistrations: sqlPreRegistrations(connections),
  sessions: sqlSessions(connections),
  passwordResets: sqlPasswordResets(connections),
  setupTokens: sqlSetupTokens(connections),
  otps: sqlOtps(connections),
  outbox: sqlOutbox(connections, options),
  audit: sqlAuditLog(connections),
  budgets: sqlAttemptBudget(connections),
  signingKeys: sqlSigningKeys(connections),
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
    revocations: sqlRevocations({ read }),
    onMessagesCommitted: news.onMessagesCommitted,
    onSessionsEnded: news.onSessionsEnded,
  }
}
