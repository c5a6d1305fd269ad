import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import type { Outbox } from '../mail/message.ts'
import type { NewPassword, PasswordRefused } from '../password/new-password.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import type { Profile } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { attemptMail } from './attempt-mail.ts'
import type { PreRegistration } from './pre-registration.ts'
import type { PreRegistrationStore } from './pre-registration-store.ts'

export interface SignUp {
  readonly email: EmailAddress
  readonly password: string
  readonly profile: Profile
  readonly locale: string
}

/** Staged. `registrationToken` proves later that the caller made this very attempt. */
export interface Staged {
  readonly ok: true
  readonly registrationToken: string
  readonly expiresAt: Date
}

export type RegisterRefusal = Refused<'registration_disabled'> | PasswordRefused | Overloaded

interface Deps {
  readonly newPassword: NewPassword
  readonly unitOfWork: UnitOfWork<{
    readonly preRegistrations: PreRegistrationStore
    readonly users: UserStore
    readonly outbox: Outbox
    readonly audit: AuditLog
  }>
  readonly links: Links
  readonly settings: ReadSettings
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Stages a sign-up. The work and the answer are the same whether the address is free, staged or
 * taken: only the mail differs, and only its reader learns which (security.md 1, classes 2 and 8).
 * Without `mayMail` the attempt has ended as it begins and its mail is a decoy; the answer is the same.
 */
export const registerUser =
  ({ newPassword, unitOfWork, links, settings, secrets, clock }: Deps) =>
  async (
    signUp: SignUp,
    origin: RequestOrigin,
    mayMail: boolean,
  ): Promise<Staged | RegisterRefusal> => {
    if (!settings().registration_enabled) return refused('registration_disabled')
    const { email, profile, locale } = signUp
    const person = { emailCanonical: email.canonical, ...profile }
    const chosen = await newPassword(signUp.password, person)
    if (!chosen.ok) return chosen

    const now = clock.now()
    const registration = secrets.issue('registration', secrets.newId())
    const { pre_registration_expiry_hours } = settings()
    const expiresAt = new Date(now.getTime() + pre_registration_expiry_hours * 3_600_000)
    const attempt: PreRegistration = {
      id: registration.id,
      email: email.address,
      emailCanonical: email.canonical,
      passwordHash: chosen.hash,
      profile,
      locale,
      registrationHash: registration.hash,
      linkHash: secrets.derive('verification', registration).hash,
      codeHash: secrets.hashCode(registration.id, secrets.deriveCode(registration)),
      createdAt: now,
      expiresAt: mayMail ? expiresAt : now,
    }
    await unitOfWork.run(async ({ preRegistrations, users, outbox, audit }) => {
      await preRegistrations.add(attempt)
      const owner = await users.findByEmail(email.canonical)
      const about = { ...attempt, expiresAt }
      const mail = attemptMail(about, registration, owner, { secrets, links, now })
      await outbox.add(mayMail ? mail : { ...mail, to: null }, now)
      await audit.record(
        auditEvent(secrets.newId(), now, origin, {
          action: 'user_registered',
          resource: 'pre_registration',
          metadata: { attemptId: attempt.id, ...(!mayMail && { isBeyondMailBudget: true }) },
        }),
      )
    })
    return { ok: true, registrationToken: registration.token, expiresAt }
  }

export type RegisterUser = ReturnType<typeof registerUser>
