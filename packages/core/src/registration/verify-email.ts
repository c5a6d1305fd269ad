import { auditEvent } from '../audit/audit-event.ts'
import type { LiveSession, OpeningRefusal } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import type { Refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { PromoteAttempt, PromotionStores } from './promote-attempt.ts'
import type { Claim, ProofRefusal, ProveAttempt } from './prove-attempt.ts'

export type VerifyRefusal = ProofRefusal | Refused<'address_taken'> | OpeningRefusal

interface Deps {
  readonly proveAttempt: ProveAttempt
  readonly promoteAttempt: PromoteAttempt
  readonly unitOfWork: UnitOfWork<PromotionStores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Proves the address of a staged sign-up: the attempt becomes a user, who is signed in. */
export const verifyEmail =
  ({ proveAttempt, promoteAttempt, unitOfWork, secrets, clock }: Deps) =>
  async (claim: Claim, origin: RequestOrigin): Promise<LiveSession | VerifyRefusal> => {
    const proven = await proveAttempt(claim, origin.receivedAt)
    if (!proven.ok && proven.reason === 'overloaded') return proven

    return unitOfWork.run(async (stores) => {
      const outcome = proven.ok ? await promoteAttempt(stores, proven, origin) : proven
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'user_verification_fail',
          resource: 'pre_registration',
          refusal: outcome.reason,
          metadata: proven.ok ? { attemptId: proven.attempt.id } : {},
        }),
      )
      return outcome
    })
  }
