import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AuditReason } from '../audit/audit-reason.ts'
import type { Outbox } from '../mail/message.ts'
import type { ReadSettings, Settings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { findOwnRequest } from './find-own-request.ts'
import { hashOtp, isOtpSignUpOpen } from './otp-request.ts'
import type { OtpStore } from './otp-store.ts'

/** Who wants a code; with the `otpToken` of an earlier call, a further one for the same request. */
export interface OtpWish {
  readonly email: EmailAddress
  readonly otpToken?: string | undefined
  readonly locale: string
}

/** Whoever has `otpToken` may answer with a mailed code until `expiresAt`. */
export interface OtpSent {
  readonly otpToken: string
  readonly expiresAt: Date
}

interface Deps {
  readonly otps: OtpStore
  readonly users: Pick<UserStore, 'findByEmail'>
  readonly unitOfWork: UnitOfWork<{
    readonly outbox: Outbox
    readonly audit: AuditLog
  }>
  readonly settings: ReadSettings
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Mails a code to sign in with. Every address gets a request, the same work and the same answer;
 * where no mail may leave, a decoy takes its place (security.md 1, class 8). A further code leaves
 * the earlier ones good and gives no tries back (security.md 3.4).
 *
 * The code is stored before the mail commits. When the commit fails nobody knows the code, and it
 * ends by itself.
 */
export const sendOtp =
  ({ otps, users, unitOfWork, settings, secrets, clock }: Deps) =>
  async (wish: OtpWish, origin: RequestOrigin): Promise<OtpSent> => {
    const now = clock.now()
    const { otp_expiry_minutes: minutes, otp_max_attempts: maxTries } = settings()
    const expiresAt = new Date(now.getTime() + minutes * 60_000)
    const user = await users.findByEmail(wish.email.canonical)
    const own = await findOwnRequest({ otps, secrets }, wish, now)

    const token = own?.token ?? secrets.issue('otp', secrets.newId())
    const to = user ?? own?.request ?? { email: wish.email.address, locale: wish.locale }
    const otp = secrets.newCode()
    const code = { id: secrets.newId(), hash: hashOtp(secrets, token.id, otp), expiresAt }
    const begun = {
      id: token.id,
      email: to.email,
      emailCanonical: wish.email.canonical,
      userId: user?.id ?? null,
      locale: wish.locale,
      requestHash: token.hash,
      codes: [code],
      wrongTries: 0,
      createdAt: now,
    }
    const isGood = own ? await otps.addCode(token.id, code, maxTries, now) : true
    if (!own) await otps.add(begun)

    const refusal = isGood ? refusalFor(user, settings()) : 'tries_spent'
    const event = auditEvent(secrets.newId(), now, origin, {
      action: 'authn_otp_requested',
      resource: 'otp',
      userId: user?.id ?? null,
      metadata: { otpRequestId: token.id },
      ...(refusal && { refusal }),
    })
    const mail = { to: refusal ? null : to.email, locale: to.locale, expiresAt }
    await unitOfWork.run(async ({ outbox, audit }) => {
      await audit.record(event)
      await outbox.add({ template: 'sign_in_code', ...mail, data: { code: otp, minutes } }, now)
    })
    return { otpToken: token.token, expiresAt }
  }

export type SendOtp = ReturnType<typeof sendOtp>

/** Why only a decoy leaves; the audit log alone knows. */
const refusalFor = (user: User | null, settings: Settings): AuditReason | null => {
  if (user) return isDisabled(user) ? 'user_disabled' : null
  return isOtpSignUpOpen(settings) ? null : 'user_unknown'
}
