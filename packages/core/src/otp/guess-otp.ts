import type { AttemptBudget, Budget, Reservation } from '../protection/attempt-budget.ts'
import type { ReadSettings } from '../settings/settings.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import { hashOtp, type OtpRequest } from './otp-request.ts'
import type { OtpStore } from './otp-store.ts'

/** Wrong codes an address may collect in an hour, over all its requests: any number can be begun. */
const OTP_BUDGET: Budget = { name: 'sign_in_code', limit: 20, windowSeconds: 3600 }

/** The code is one of the request's. */
type Guessed = { readonly ok: true; readonly request: OtpRequest }

export type GuessRefusal =
  | Refused<'code_wrong' | 'tries_spent'>
  | (Extract<Reservation, { ok: false }> & { readonly budget: Budget })

interface Deps {
  readonly otps: Pick<OtpStore, 'reserveTry'>
  readonly budgets: AttemptBudget
  readonly settings: ReadSettings
  readonly secrets: Secrets
}

/**
 * Compares a code with those of its request. The guess takes its place before it is looked at, so
 * parallel ones get no more than there are (security.md 1, class 1).
 */
export const guessOtp =
  ({ otps, budgets, settings, secrets }: Deps) =>
  async (request: OtpRequest, otp: string, now: Date): Promise<Guessed | GuessRefusal> => {
    const place = await budgets.reserve(OTP_BUDGET, request.emailCanonical, now)
    if (!place.ok) return { ...place, budget: OTP_BUDGET }
    const maxTries = settings().otp_max_attempts
    const reserved = await otps.reserveTry(request.id, maxTries, now)
    const hash = hashOtp(secrets, request.id, otp)
    const matches = request.codes.filter((code) => secrets.equal(hash, code.hash))
    if (reserved && matches.length === 0)
      return refused(request.wrongTries + 1 < maxTries ? 'code_wrong' : 'tries_spent')
    await budgets.release(OTP_BUDGET, request.emailCanonical)
    return reserved ? { ok: true, request } : refused('tries_spent')
  }

export type GuessOtp = ReturnType<typeof guessOtp>
