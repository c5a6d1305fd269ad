import type { AttemptBudget, Budget, Reservation } from '../protection/attempt-budget.ts'
import type { ReadSettings } from '../settings/settings.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import { hashOtp, type OtpRequest } from './otp-request.ts'
import type { OtpStore } from './otp-store.ts'

/** Wrong codes an address may collect in an hour, over all its requests: any number can be begun. */
const OTP_BUDGET: Budget = { name: 'sign_in_code', limit: 20, windowSeconds: 3600 }

/** A request signs in once, even when its store is set back to before that. */
const ONCE: Budget = { name: 'sign_in_request', limit: 1, windowSeconds: 3600 }

/** The code is one of the request's. */
type Guessed = { readonly ok: true; readonly request: OtpRequest }

export type GuessRefusal =
  | Refused<'code_wrong' | 'tries_spent'>
  | (Extract<Reservation, { ok: false }> & { readonly budget: Budget })

interface Deps {
  readonly otps: Pick<OtpStore, 'guess'>
  readonly budgets: AttemptBudget
  readonly settings: ReadSettings
  readonly secrets: Secrets
}

/**
 * Compares a code with those of its request. The guess takes its place in the address's budget
 * before it is looked at, so parallel ones get no more than there are (security.md 1, class 1). It
 * keeps the place when it was wrong, and when the store did not say whether it was. A right one is
 * spent from here on, also when what follows fails: the database remembers it, since the store may
 * be one that forgets (a restart, a replica that lags).
 */
export const guessOtp =
  ({ otps, budgets, settings, secrets }: Deps) =>
  async (request: OtpRequest, otp: string, now: Date): Promise<Guessed | GuessRefusal> => {
    const place = await budgets.reserve(OTP_BUDGET, request.emailCanonical, now)
    if (!place.ok) return { ...place, budget: OTP_BUDGET }
    const maxTries = settings().otp_max_attempts
    const hash = hashOtp(secrets, request.id, otp)
    const guess = await otps.guess(request.id, hash, maxTries, now)
    if (guess === 'wrong')
      return refused(request.wrongTries + 1 < maxTries ? 'code_wrong' : 'tries_spent')
    const isFirst = guess === 'right' && (await budgets.reserve(ONCE, request.id, now)).ok
    await budgets.release(OTP_BUDGET, request.emailCanonical)
    return isFirst ? { ok: true, request } : refused('tries_spent')
  }

export type GuessOtp = ReturnType<typeof guessOtp>
