import {
  type AttemptBudget,
  checkPassword,
  type Links,
  limitedOtp,
  limitedRegister,
  limitedResend,
  limitedReset,
  loginPlaces,
  mailBudget,
  type RegisterUser,
  type RequestPasswordReset,
  type ResendVerification,
  recordFailure,
  requestLimits,
  type SendOtp,
  tellOfFailures,
} from '@latchkey/core'
import type { ReadSettings } from '@latchkey/core/rules'
import type { Installation } from '../installation.ts'
import { deviceTokens } from './device-token.ts'

interface Base {
  readonly links: Links
  readonly settings: ReadSettings
  /** What sources may ask and guess; the other budgets are those of the stores. */
  readonly budgets: AttemptBudget
}

/** Checks of passwords with their limits and locks, and the use cases around them. */
export const protectionCases = (
  { clock, keys, secrets, passwords, storage }: Installation,
  { links, settings, budgets }: Base,
) => {
  const { stores, unitOfWork } = storage
  const base = { unitOfWork, links, settings, secrets, clock }
  return {
    checkPassword: checkPassword({
      ...stores,
      passwords,
      devices: deviceTokens(keys),
      places: loginPlaces({ ...base, ...stores, budgets }),
      recordFailure: recordFailure(base),
      clock,
    }),
    tellOfFailures: tellOfFailures(base),
  }
}

interface Unlimited {
  readonly register: RegisterUser
  readonly resend: ResendVerification
  readonly sendOtp: SendOtp
  readonly requestReset: RequestPasswordReset
}

/** The use cases that anybody may call, each within its limits. */
export const limitedCases = (
  { clock, keys, secrets, storage: { stores } }: Installation,
  { settings, budgets }: Pick<Base, 'settings' | 'budgets'>,
  { register, resend, sendOtp, requestReset }: Unlimited,
) => {
  const limiting = {
    limits: requestLimits({ budgets, settings }),
    mailBudget: mailBudget({ ...stores, devices: deviceTokens(keys), settings }),
    clock,
    secrets,
  }
  return {
    register: limitedRegister({ ...limiting, register }),
    resend: limitedResend({ ...limiting, ...stores, resend }),
    sendOtp: limitedOtp({ ...limiting, send: sendOtp }),
    requestReset: limitedReset({ ...limiting, request: requestReset }),
  }
}
