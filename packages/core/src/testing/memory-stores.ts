import type { SetupTokenStore } from '../access/setup-token-store.ts'
import type { AuditLog } from '../audit/audit-event.ts'
import type { MailQueue } from '../mail/mail-queue.ts'
import type { Outbox } from '../mail/message.ts'
import type { OtpStore } from '../otp/otp-store.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PasswordResetStore } from '../password/password-reset.ts'
import type { AttemptBudget } from '../protection/attempt-budget.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import { memoryAttemptBudget, memoryAuditLog } from './memory-budgets.ts'
import { memoryMailQueue, memoryOutbox } from './memory-messages.ts'
import { memoryOtps } from './memory-otps.ts'
import { memoryPreRegistrations } from './memory-pre-registrations.ts'
import { memorySessions } from './memory-sessions.ts'
import { memoryPasswordResets, memorySetupTokens } from './memory-single-use.ts'
import { type MemoryTables, memoryTables } from './memory-tables.ts'
import { memoryCredentials, memoryUsers } from './memory-users.ts'

/** Every store of core over one set of rows: what a contract suite opens. */
export interface TestedStores {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly preRegistrations: PreRegistrationStore
  readonly sessions: SessionStore
  readonly passwordResets: PasswordResetStore
  readonly setupTokens: SetupTokenStore
  readonly otps: OtpStore
  readonly outbox: Outbox
  readonly mailQueue: MailQueue
  readonly audit: AuditLog
  readonly budgets: AttemptBudget
}

/** The stores in memory, and the rows behind them. */
export interface MemoryStores extends TestedStores {
  readonly tables: MemoryTables
}

export const memoryStores = (tables: MemoryTables = memoryTables()): MemoryStores => ({
  tables,
  users: memoryUsers(tables),
  credentials: memoryCredentials(tables),
  preRegistrations: memoryPreRegistrations(tables),
  sessions: memorySessions(tables),
  passwordResets: memoryPasswordResets(tables),
  setupTokens: memorySetupTokens(tables),
  otps: memoryOtps(tables),
  outbox: memoryOutbox(tables),
  mailQueue: memoryMailQueue(tables),
  audit: memoryAuditLog(tables),
  budgets: memoryAttemptBudget(tables),
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
