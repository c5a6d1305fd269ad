import type { Overloaded, Passwords } from '../password/passwords.ts'
import type { AttemptBudget, Reservation } from '../protection/attempt-budget.ts'
import type { AuthMethod } from '../session/session.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { PreRegistration } from './pre-registration.ts'
import type { PreRegistrationStore } from './pre-registration-store.ts'

/** Wrong codes an address may collect in an hour, over all its attempts: any number can be staged. */
const CODE_BUDGET = { name: 'verification_code', limit: 20, windowSeconds: 3600 }

/** What the caller shows: the mailbox (`token` or `code`) and the attempt (`registrationToken` or `password`). */
export interface Claim {
  readonly token?: string | undefined
  readonly code?: string | undefined
  readonly registrationToken?: string | undefined
  readonly password?: string | undefined
}

/** The claim is good: the caller reads the mailbox and made this very attempt. */
export interface Proven {
  readonly ok: true
  readonly attempt: PreRegistration
  readonly methods: readonly AuthMethod[]
}

export type ProofRefusal =
  | Refused<'attempt_unknown' | 'code_wrong' | 'proof_missing' | 'proof_wrong'>
  | Extract<Reservation, { ok: false }>
  | Overloaded

interface Deps {
  readonly preRegistrations: PreRegistrationStore
  readonly budgets: AttemptBudget
  readonly passwords: Passwords
  readonly secrets: Secrets
}

/**
 * Binds a verification to its attempt (security.md 1, class 2): whoever stages a stranger's
 * address never becomes that account, whatever the stranger clicks. Every guess takes its place
 * before it is looked at, so parallel ones get no more than there are.
 */
export const proveAttempt =
  (deps: Deps) =>
  async (claim: Claim, now: Date): Promise<Proven | ProofRefusal> => {
    const { preRegistrations, secrets } = deps
    const link = claim.token === undefined ? null : secrets.open('verification', claim.token)
    const browser = secrets.open('registration', claim.registrationToken ?? '')
    const mailbox = claim.token === undefined ? browser : link
    const attempt = mailbox && (await preRegistrations.find(mailbox.id, now))
    if (!attempt) return refused('attempt_unknown')
    const isOwn =
      browser?.id === attempt.id && secrets.equal(browser.hash, attempt.registrationHash)
    if (link && !secrets.equal(link.hash, attempt.linkHash)) return refused('attempt_unknown')
    if (link && isOwn) return { ok: true, attempt, methods: ['email'] }
    if (link) return proveByPassword(deps, attempt, claim)
    return isOwn ? proveByCode(deps, attempt, claim.code ?? '', now) : refused('attempt_unknown')
  }

const proveByPassword = async (
  { preRegistrations, passwords }: Deps,
  attempt: PreRegistration,
  { password, registrationToken }: Claim,
): Promise<Proven | ProofRefusal> => {
  if (password === undefined && registrationToken === undefined) return refused('proof_missing')
  if (!(await preRegistrations.reserveProof(attempt.id))) return refused('attempt_unknown')
  if (password === undefined) return refused('proof_wrong')
  const checked = await passwords.verify(password, attempt.passwordHash)
  if (checked.ok)
    return checked.matches
      ? { ok: true, attempt, methods: ['email', 'pwd'] }
      : refused('proof_wrong')
  await preRegistrations.releaseProof(attempt.id)
  return checked
}

const proveByCode = async (
  { preRegistrations, budgets, secrets }: Deps,
  attempt: PreRegistration,
  code: string,
  now: Date,
): Promise<Proven | ProofRefusal> => {
  const place = await budgets.reserve(CODE_BUDGET, attempt.emailCanonical, now)
  if (!place.ok) return place
  const reserved = await preRegistrations.reserveProof(attempt.id)
  const isRight = secrets.equal(secrets.hashCode(attempt.id, code), attempt.codeHash)
  if (reserved && !isRight) return refused('code_wrong')
  await budgets.release(CODE_BUDGET, attempt.emailCanonical)
  return reserved ? { ok: true, attempt, methods: ['email'] } : refused('attempt_unknown')
}

export type ProveAttempt = ReturnType<typeof proveAttempt>
