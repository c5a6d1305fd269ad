import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { ActingDeps, Actor } from './acting.ts'
import type { Permission } from './permissions.ts'

/** Enough to see what somebody tries. What they try over and over must not fill the log. */
export const RECORDED_REFUSALS = {
  name: 'refused_access',
  limit: 100,
  windowSeconds: 3600,
} as const satisfies Budget

interface Deps extends ActingDeps {
  readonly unitOfWork: UnitOfWork<{ readonly audit: AuditLog }>
  readonly budgets: AttemptBudget
}

/**
 * Records that somebody signed in asked for what they may not have (ASVS 16.3.2), a hundred times
 * an hour at most; null stands for any permission at all.
 */
export const recordRefusedAccess =
  ({ unitOfWork, budgets, secrets, clock }: Deps) =>
  async ({ userId, origin }: Actor, permission: Permission | null): Promise<void> => {
    const now = clock.now()
    const place = await budgets.reserve(RECORDED_REFUSALS, userId, now)
    if (!place.ok) return
    const act = {
      action: 'authz_fail',
      resource: 'administration',
      userId,
      actorId: userId,
      refusal: 'permission_missing',
      metadata: { permission },
    } as const
    await unitOfWork.run(({ audit }) => audit.record(auditEvent(secrets.newId(), now, origin, act)))
  }
