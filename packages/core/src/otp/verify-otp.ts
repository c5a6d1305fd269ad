import { auditEvent } from '../audit/audit-event.ts'
import type { Visitor } from '../protection/caller.ts'
import type { LiveSession, OpeningRefusal } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { EmailAddress } from '../user/email-address.ts'
import { findOwnRequest } from './find-own-request.ts'
import type { GuessOtp, GuessRefusal } from './guess-otp.ts'
import type { OtpStore } from './otp-store.ts'
import type { Names, OtpStores, SignInByOtp } from './sign-in-by-otp.ts'

/** What the caller shows: that they began the request (`otpToken`) and read its mail (`otp`). */
export interface OtpClaim {
  readonly email: EmailAddress
  readonly otp: string
  readonly otpToken?: string | undefined
  readonly names: Names
}

export type OtpRefusal =
  | GuessRefusal
  | Refused<'token_missing' | 'request_unknown' | 'address_taken' | 'sign_up_closed'>
  | OpeningRefusal

interface Deps {
  readonly otps: Pick<OtpStore, 'find'>
  readonly guessOtp: GuessOtp
  readonly signInByOtp: SignInByOtp
  readonly unitOfWork: UnitOfWork<OtpStores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Signs in with a mailed code. Every refusal looks alike outside, and the audit log alone knows the
 * reason (security.md 1, class 8).
 */
export const verifyOtp =
  ({ otps, guessOtp, signInByOtp, unitOfWork, secrets, clock }: Deps) =>
  async (claim: OtpClaim, origin: Visitor): Promise<LiveSession | OtpRefusal> => {
    const { names } = claim
    const now = origin.receivedAt
    const own = await findOwnRequest({ otps, secrets }, claim, now)
    const guess = own
      ? await guessOtp(own.request, claim.otp, now)
      : refused(claim.otpToken === undefined ? 'token_missing' : 'request_unknown')

    return unitOfWork.run(async (stores) => {
      const outcome = guess.ok ? await signInByOtp(stores, guess.request, names, origin) : guess
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'authn_login_fail',
          resource: 'session',
          userId: own?.request.userId ?? null,
          refusal: outcome.reason,
          metadata: own ? { otpRequestId: own.request.id } : {},
        }),
      )
      return outcome
    })
  }

export type VerifyOtp = ReturnType<typeof verifyOtp>
