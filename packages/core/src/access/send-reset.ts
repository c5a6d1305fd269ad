import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import type { Outbox } from '../mail/message.ts'
import type { PasswordResetStore } from '../password/password-reset.ts'
import type { ReadSettings } from '../settings/settings.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { type ActOnRefusal, actOnUser } from './act-on-user.ts'
import type { ActingDeps, ActingStores, Actor } from './acting.ts'

interface Stores extends ActingStores {
  readonly users: UserStore
  readonly passwordResets: PasswordResetStore
  readonly outbox: Outbox
}

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<Stores>
  readonly links: Links
  readonly settings: ReadSettings
}

export type SendResetRefusal = ActOnRefusal | Refused<'user_disabled'>

/**
 * Mails a user a link to choose a new password, to the address we know: whoever asks for it neither
 * chooses the password nor sees the link (ASVS 6.4.6). Limits of the public are not touched.
 */
export const sendReset =
  ({ unitOfWork, ...deps }: Deps) =>
  (actor: Actor, userId: string): Promise<{ readonly ok: true } | SendResetRefusal> =>
    unitOfWork.run((stores) =>
      actOnUser(deps, stores, actor, { userId, permission: 'users:write' }, async (user) => {
        const now = deps.clock.now()
        const refusal = isDisabled(user) ? refused('user_disabled') : null
        if (!refusal) await mailLink(deps, stores, user, now)
        const event = auditEvent(deps.secrets.newId(), now, actor.origin, {
          action: 'authn_password_reset_requested',
          resource: 'password',
          userId,
          actorId: actor.userId,
          ...(refusal && { refusal: refusal.reason }),
        })
        await stores.audit.record(event)
        return refusal ?? { ok: true as const }
      }),
    )

const mailLink = async (
  { links, settings, secrets }: Omit<Deps, 'unitOfWork'>,
  { passwordResets, outbox }: Stores,
  { id: userId, email: to, locale }: User,
  now: Date,
): Promise<void> => {
  const minutes = settings().reset_token_expiry_minutes
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  const { token, id, hash } = secrets.issue('reset', secrets.newId())
  await passwordResets.add({ id, userId, hash, createdAt: now, expiresAt })
  const data = { link: links.resetPassword(token), minutes }
  await outbox.add({ template: 'reset_password', to, locale, data, expiresAt }, now)
}
