import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AuditReason } from '../audit/audit-reason.ts'
import type { Links } from '../mail/links.ts'
import type { Outbox } from '../mail/message.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { PasswordResetStore } from './password-reset.ts'

interface Stores {
  readonly users: UserStore
  readonly passwordResets: PasswordResetStore
  readonly outbox: Outbox
  readonly audit: AuditLog
}

interface Deps {
  readonly unitOfWork: UnitOfWork<Stores>
  readonly links: Links
  readonly settings: ReadSettings
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Mails a link to choose a new password. One transaction with one audit event and one message,
 * whoever asks: for an address that is nobody's the message is a decoy, so neither the answer nor
 * its time, nor what the server does afterwards, tells whether the address is somebody's. The same goes without
 * `mayMail`, for whoever it is.
 */
export const requestPasswordReset =
  ({ unitOfWork, links, settings, secrets, clock }: Deps) =>
  (email: EmailAddress, origin: RequestOrigin, mayMail: boolean): Promise<void> =>
    unitOfWork.run(async ({ users, passwordResets, outbox, audit }) => {
      const now = clock.now()
      const user = await heldOwner(users, email, secrets.newId())
      const refusal = mayMail ? refusalFor(user) : 'mail_budget_spent'
      await audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'authn_password_reset_requested',
          resource: 'password',
          userId: user?.id ?? null,
          ...(refusal && { refusal }),
        }),
      )
      const minutes = settings().reset_token_expiry_minutes
      const expiresAt = new Date(now.getTime() + minutes * 60_000)
      const { token, id, hash } = secrets.issue('reset', secrets.newId())
      if (user && !refusal)
        await passwordResets.add({ id, userId: user.id, hash, createdAt: now, expiresAt })
      const data = { link: links.resetPassword(token), minutes }
      const to = user && !refusal ? user.email : null
      const locale = user?.locale ?? 'en'
      await outbox.add({ template: 'reset_password', to, locale, data, expiresAt }, now)
    })

export type RequestPasswordReset = ReturnType<typeof requestPasswordReset>

/**
 * The owner of the address, locked, for nobody else to change it meanwhile: no link leaves for an
 * address that is theirs no more. For an address that is nobody's `decoyId` costs the same.
 */
const heldOwner = async (
  users: UserStore,
  { canonical }: EmailAddress,
  decoyId: string,
): Promise<User | null> => {
  const owner = await users.lock((await users.findByEmail(canonical))?.id ?? decoyId)
  return owner?.emailCanonical === canonical ? owner : null
}

const refusalFor = (user: User | null): AuditReason | null => {
  if (!user) return 'user_unknown'
  return isDisabled(user) ? 'user_disabled' : null
}
