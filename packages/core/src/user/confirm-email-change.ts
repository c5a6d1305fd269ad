import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import type { LimitSpent } from '../protection/take-places.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { ApplyEmailChange, EmailStores } from './apply-email-change.ts'
import { type EmailChange, type EmailChangeStore, hashEmailCode } from './email-change.ts'
import type { User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** Wrong codes a user may type in an hour, over all their changes. */
const CODES: Budget = { name: 'email_change_code', limit: 20, windowSeconds: 3600 }

/** Who is signed in, and the code that they read in the mail. */
export interface EmailClaim {
  readonly userId: string
  readonly sessionId: string
  readonly code: string
}

export type ConfirmEmailRefusal =
  | Refused<'change_unknown' | 'code_wrong' | 'address_taken'>
  | Refused<'user_gone' | 'user_disabled' | 'proof_outdated' | 'session_ended'>
  | LimitSpent

interface Deps {
  readonly reads: {
    readonly users: Pick<UserStore, 'find'>
    readonly emailChanges: EmailChangeStore
    readonly budgets: AttemptBudget
  }
  readonly applyEmailChange: ApplyEmailChange
  readonly unitOfWork: UnitOfWork<EmailStores & { readonly audit: AuditLog }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Gives a user the address whose mail they read. A guess takes its place before it is looked at,
 * also where there is nothing to guess, so that limits tell nothing about an address either.
 */
export const confirmEmailChange =
  (deps: Deps) =>
  async (
    claim: EmailClaim,
    origin: RequestOrigin,
  ): Promise<{ readonly ok: true; readonly user: User } | ConfirmEmailRefusal> => {
    const { reads, applyEmailChange, unitOfWork, secrets, clock } = deps
    const { userId, sessionId } = claim
    const user = await reads.users.find(userId)
    const guess = user ? await guessed(deps, claim, origin.receivedAt) : refused('user_gone')
    return unitOfWork.run(async (stores) => {
      const outcome =
        user && guess.ok ? await applyEmailChange(stores, user, guess.change, origin) : guess
      if (outcome.ok && 'user' in outcome) return outcome
      const refusal = outcome.ok ? refused('user_gone') : outcome
      const act = { userId, sessionId, refusal: refusal.reason }
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'user_email_change_fail',
          resource: 'user',
          ...act,
        }),
      )
      return refusal
    })
  }

const guessed = async (
  { reads: { emailChanges, budgets }, secrets }: Deps,
  { userId, sessionId, code }: EmailClaim,
  now: Date,
): Promise<{ readonly ok: true; readonly change: EmailChange } | ConfirmEmailRefusal> => {
  const place = await budgets.reserve(CODES, userId, now)
  if (!place.ok) return { ...place, budget: CODES }
  const change = await emailChanges.find(userId, now)
  if (change?.sessionId !== sessionId || !(await emailChanges.reserveTry(change.id)))
    return refused('change_unknown')
  if (!secrets.equal(hashEmailCode(secrets, change.id, code), change.codeHash))
    return refused('code_wrong')
  await budgets.release(CODES, userId)
  return { ok: true, change }
}
