import type { ReadSettings, Settings } from '../settings/settings.ts'
import { refused } from '../shared/outcome.ts'
import type { AttemptBudget, Budget } from './attempt-budget.ts'
import { lockoutRule, MAX_FAILURES_IN_ROW, NO_FAILURES } from './lockout.ts'
import { accountSubject, type LockoutStore } from './lockout-store.ts'
import { giveBack, type LimitSpent, type Place, takePlaces } from './take-places.ts'

const WINDOW_SECONDS = 900

/** How many wrong passwords a source has: for one account, and over all. */
export const loginBudgets = (settings: Settings) => {
  const budget = (name: string, limit: number): Budget => ({
    name,
    limit,
    windowSeconds: WINDOW_SECONDS,
  })
  return {
    account: budget('login', settings.rate_limit_login_requests),
    network: budget('login_network', settings.rate_limit_login_requests_per_ip),
  }
}

/** Places taken in the failure budgets of a source. */
export interface SourcePlaces {
  readonly ok: true
  /** The guess was not evaluated. */
  giveBack(): Promise<void>
  /** The guess was right: the count for this account begins anew, that of the network does not. */
  settle(): Promise<void>
}

interface Deps {
  readonly budgets: AttemptBudget
  readonly lockouts: LockoutStore
  readonly settings: ReadSettings
}

/**
 * The places a guess of a password takes before it is evaluated (security.md 3.3 and 3.5): in the
 * budget of its network, in that of (network, account), and among the failures of the account. A
 * known device has an own budget and own failures instead, which nobody else can spend.
 */
export const loginPlaces = ({ budgets, lockouts, settings }: Deps) => {
  const ofAccount = (source: string, email: string): Place => ({
    budget: loginBudgets(settings()).account,
    subject: JSON.stringify([source, email]),
  })
  const ofNetwork = (network: string): Place => ({
    budget: loginBudgets(settings()).network,
    subject: network,
  })
  return {
    /** Takes places for a known device, or else for a network. */
    ofSource: async (
      source: { readonly device: string } | { readonly network: string },
      email: string,
      now: Date,
    ): Promise<SourcePlaces | LimitSpent> => {
      const isKnown = 'device' in source
      const own = ofAccount(isKnown ? source.device : source.network, email)
      const shared = isKnown ? [] : [ofNetwork(source.network)]
      const spent = await takePlaces(budgets, [...shared, own], now)
      if (spent) return spent
      return {
        ok: true,
        giveBack: () => giveBack(budgets, [...shared, own]),
        settle: async () => {
          await giveBack(budgets, shared)
          await budgets.clear(own.budget, own.subject)
        },
      }
    },

    /** Takes a place among the failures of `subject`, an account or a known device. */
    ofFailures: async (subject: string, email: string, now: Date) => {
      const rule = lockoutRule(settings())
      const account = accountSubject(email)
      // A disabled password is disabled on known devices as well.
      const { failuresInRow } = subject === account ? NO_FAILURES : await lockouts.read(account)
      if (failuresInRow >= MAX_FAILURES_IN_ROW) return refused('password_disabled')
      return lockouts.reserve(subject, rule, now)
    },
    giveBackFailure: lockouts.release,
  }
}

export type LoginPlaces = ReturnType<typeof loginPlaces>
