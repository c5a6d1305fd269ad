import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { type MailOrder, noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Reauthenticate, ReauthenticationRefusal } from '../password/reauthenticate.ts'
import type { Caller } from '../protection/caller.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from './email-address.ts'
import { type EmailChangeStore, hashEmailCode } from './email-change.ts'
import { holdUser } from './hold-user.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** Minutes in which the code is good. */
const MINUTES = 30

/** Who is signed in, and which address they want. */
export interface EmailWish {
  readonly userId: string
  readonly sessionId: string
  readonly email: EmailAddress
  readonly password: string | undefined
}

interface Stores {
  readonly users: UserStore
  readonly emailChanges: EmailChangeStore
  readonly outbox: Outbox
  readonly audit: AuditLog
}

interface Deps {
  readonly reauthenticate: Reauthenticate
  readonly unitOfWork: UnitOfWork<Stores>
  readonly links: Links
  readonly secrets: Secrets
  readonly clock: Clock
}

const FAILURE = { action: 'user_email_change_fail', resource: 'user' } as const

/**
 * Mails a code to the address that a user wants, and word of it to the one they have.
 *
 * Answer, work and what is recorded are the same whether the address is free, taken or their own:
 * a taken one gets a mail without the code, so that only its owner learns of it. Without `mayMail`
 * the change has ended as it begins, and the mail to the new address is a decoy.
 */
export const requestEmailChange =
  ({ reauthenticate, unitOfWork, links, secrets, clock }: Deps) =>
  async (
    { userId, sessionId, email, password }: EmailWish,
    caller: Caller,
    mayMail: boolean,
  ): Promise<{ readonly ok: true } | ReauthenticationRefusal> => {
    const shown = await reauthenticate({ userId, sessionId, password, failure: FAILURE }, caller)
    if (!shown.ok) return shown
    const code = secrets.newCode()
    return unitOfWork.run(async (stores) => {
      const now = clock.now()
      const act = { resource: 'user', userId, sessionId }
      const held = await holdUser(stores.users, shown.user)
      if (!held.ok) {
        const failed = { ...act, ...FAILURE, refusal: held.reason }
        await stores.audit.record(auditEvent(secrets.newId(), now, caller, failed))
        return held
      }
      const id = secrets.newId()
      const codeEnd = new Date(now.getTime() + MINUTES * 60_000)
      await stores.emailChanges.replace({
        id,
        userId,
        sessionId,
        email: email.address,
        emailCanonical: email.canonical,
        codeHash: hashEmailCode(secrets, id, code),
        createdAt: now,
        expiresAt: mayMail ? codeEnd : now,
      })
      const owner = await stores.users.findByEmail(email.canonical)
      const mail = mailTo(owner, {
        email,
        code,
        locale: held.user.locale,
        links,
        expiresAt: codeEnd,
      })
      await stores.outbox.add(mayMail ? mail : { ...mail, to: null }, now)
      await stores.outbox.add(notice(held.user, links, now), now)
      // Not whether it is taken: people read their own events.
      const asked = { ...act, action: 'user_email_change_requested' } as const
      await stores.audit.record(auditEvent(secrets.newId(), now, caller, asked))
      return { ok: true }
    })
  }

export type RequestEmailChange = ReturnType<typeof requestEmailChange>

interface About {
  readonly email: EmailAddress
  readonly code: string
  readonly locale: string
  readonly links: Links
  readonly expiresAt: Date
}

const mailTo = (
  owner: User | null,
  { email, code, locale, links, expiresAt }: About,
): MailOrder => {
  if (!owner)
    return {
      template: 'confirm_new_address',
      to: email.address,
      locale,
      data: { code, minutes: MINUTES },
      expiresAt,
    }
  const data = { loginLink: links.login, resetLink: links.forgotPassword }
  return { template: 'address_in_use', to: owner.email, locale: owner.locale, data, expiresAt }
}

const notice = (user: User, links: Links, now: Date): MailOrder => ({
  template: 'address_change_requested',
  to: user.email,
  locale: user.locale,
  data: { at: now.toISOString(), resetLink: links.forgotPassword },
  expiresAt: noticeExpiry(now),
})
