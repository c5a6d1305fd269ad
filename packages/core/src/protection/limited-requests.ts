import type { OtpWish, SendOtp } from '../otp/send-otp.ts'
import type { RequestPasswordReset } from '../password/request-password-reset.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { RegisterUser, SignUp } from '../registration/register-user.ts'
import type { ResendVerification } from '../registration/resend-verification.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { EmailAddress } from '../user/email-address.ts'
import type { Caller } from './caller.ts'
import type { MailBudget } from './mail-budget.ts'
import type { RequestLimits } from './request-limits.ts'
import type { LimitSpent } from './take-places.ts'

interface Deps {
  readonly limits: RequestLimits
  readonly mailBudget: MailBudget
  readonly clock: Clock
}

/** A sign-up within its limits. Beyond the mail budget it is staged dead: nobody can confirm it. */
export const limitedRegister =
  ({ limits, mailBudget, clock, register }: Deps & { readonly register: RegisterUser }) =>
  async (signUp: SignUp, caller: Caller) => {
    const now = clock.now()
    const spent = await limits({ isAnonymous: true, kind: 'register' }, caller, now)
    if (spent) return spent
    const mayMail = await mailBudget('sign_up', signUp.email.canonical, caller, now)
    return register(signUp, caller, mayMail)
  }

interface ResendDeps extends Deps {
  readonly resend: ResendVerification
  readonly preRegistrations: Pick<PreRegistrationStore, 'find'>
  readonly secrets: Secrets
}

/** The mail of an attempt again. A token that we made is no anonymous call; its mail is in the budget. */
export const limitedResend =
  ({ limits, mailBudget, clock, resend, preRegistrations, secrets }: ResendDeps) =>
  async (registrationToken: string, caller: Caller): Promise<LimitSpent | null> => {
    const now = clock.now()
    const registration = secrets.open('registration', registrationToken)
    const spent = await limits({ isAnonymous: !registration, kind: 'other' }, caller, now)
    if (spent || !registration) return spent
    const attempt = await preRegistrations.find(registration.id, now)
    // One that is gone takes a place of its own, so that it costs the same.
    const subject = attempt?.emailCanonical ?? registration.id
    const mayMail = await mailBudget('sign_up', subject, caller, now)
    await resend(registrationToken, caller, mayMail)
    return null
  }

/** A request for a reset within its limits. */
export const limitedReset =
  ({ limits, mailBudget, clock, request }: Deps & { readonly request: RequestPasswordReset }) =>
  async (email: EmailAddress, caller: Caller): Promise<LimitSpent | null> => {
    const now = clock.now()
    const spent = await limits({ isAnonymous: true, kind: 'other' }, caller, now)
    if (spent) return spent
    await request(email, caller, await mailBudget('reset', email.canonical, caller, now))
    return null
  }

interface OtpDeps extends Pick<Deps, 'limits' | 'clock'> {
  readonly send: SendOtp
  readonly secrets: Secrets
}

/** A request for a code within its limits; a further one of the same request is not anonymous. */
export const limitedOtp =
  ({ limits, clock, send, secrets }: OtpDeps) =>
  async (wish: OtpWish, caller: Caller) => {
    const isAnonymous = !secrets.open('otp', wish.otpToken ?? '')
    const { canonical } = wish.email
    const call = { isAnonymous, kind: 'otp', emailCanonical: canonical } as const
    const spent = await limits(call, caller, clock.now())
    return spent ?? { ok: true as const, ...(await send(wish, caller)) }
  }
