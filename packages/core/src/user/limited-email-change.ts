import type { ReauthenticationRefusal } from '../password/reauthenticate.ts'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import type { Caller } from '../protection/caller.ts'
import type { MailBudget } from '../protection/mail-budget.ts'
import { takePlaces } from '../protection/take-places.ts'
import type { Clock } from '../shared/clock.ts'
import type { EmailWish, RequestEmailChange } from './request-email-change.ts'

/** What one user may ask for: each call mails the address they have. */
const REQUESTS: Budget = { name: 'email_change', limit: 20, windowSeconds: 3600 }

interface Deps {
  readonly budgets: AttemptBudget
  readonly mailBudget: MailBudget
  readonly request: RequestEmailChange
  readonly clock: Clock
}

/** A request for another address within its limits. Beyond the mail budget it is dead as it begins. */
export const limitedEmailChange =
  ({ budgets, mailBudget, request, clock }: Deps) =>
  async (
    wish: EmailWish,
    caller: Caller,
  ): Promise<{ readonly ok: true } | ReauthenticationRefusal> => {
    const now = clock.now()
    const place = { budget: REQUESTS, subject: wish.userId }
    const spent = await takePlaces(budgets, [place], now)
    if (spent) return spent
    return request(wish, caller, await mailBudget('sign_up', wish.email.canonical, caller, now))
  }
