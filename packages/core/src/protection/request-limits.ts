import type { ReadSettings, Settings } from '../settings/settings.ts'
import type { AttemptBudget, Budget } from './attempt-budget.ts'
import type { Caller } from './caller.ts'
import { type LimitSpent, type Place, takePlaces } from './take-places.ts'

const WINDOW_SECONDS = 900
/** An address has four times what one network may ask for it. */
const ADDRESS_FACTOR = 4

/** How much anybody may ask for: per network, `otp` per network and address, `otpAddress` per address. */
export const requestBudgets = (settings: Settings) => {
  const budget = (name: string, limit: number): Budget => ({
    name,
    limit,
    windowSeconds: WINDOW_SECONDS,
  })
  return {
    anonymous: budget('anonymous', settings.rate_limit_anonymous_requests),
    register: budget('register', settings.rate_limit_register_requests),
    otp: budget('otp', settings.rate_limit_otp_requests),
    otpAddress: budget('otp_address', settings.rate_limit_otp_requests * ADDRESS_FACTOR),
  }
}

/** What a call asks for, and whose address it names. */
export interface LimitedCall {
  /** Nothing that the caller shows proves that they were here before. */
  readonly isAnonymous: boolean
  readonly kind: 'register' | 'otp' | 'other'
  readonly emailCanonical?: string
}

interface Deps {
  readonly budgets: AttemptBudget
  readonly settings: ReadSettings
}

/**
 * Takes a call's places in the budgets of requests, before any look-up and alike for every address
 * (security.md 1, class 6). A call that is refused takes no place.
 */
export const requestLimits =
  ({ budgets, settings }: Deps) =>
  (call: LimitedCall, { network }: Caller, now: Date): Promise<LimitSpent | null> => {
    const { anonymous, register, otp, otpAddress } = requestBudgets(settings())
    const places: Place[] = []
    if (call.isAnonymous) places.push({ budget: anonymous, subject: network })
    if (call.kind === 'register') places.push({ budget: register, subject: network })
    if (call.kind === 'otp') {
      const email = call.emailCanonical ?? ''
      places.push(
        { budget: otp, subject: JSON.stringify([network, email]) },
        { budget: otpAddress, subject: email },
      )
    }
    return takePlaces(budgets, places, now)
  }

export type RequestLimits = ReturnType<typeof requestLimits>
