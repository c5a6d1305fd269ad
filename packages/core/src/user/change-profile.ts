import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { isDisabled, type ProfileChanges, type User } from './user.ts'
import type { UserStore } from './user-store.ts'

interface Deps {
  readonly unitOfWork: UnitOfWork<{ readonly users: UserStore; readonly audit: AuditLog }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Changes what users say about themselves. The event names the fields, never what is in them. What
 * changes nothing is no act.
 */
export const changeProfile =
  ({ unitOfWork, secrets, clock }: Deps) =>
  (
    userId: string,
    changes: ProfileChanges,
    origin: RequestOrigin,
  ): Promise<{ readonly ok: true; readonly user: User } | Refused<'user_gone'>> =>
    unitOfWork.run(async ({ users, audit }) => {
      const user = await users.lock(userId)
      if (!user || isDisabled(user)) return refused('user_gone')
      const fields = Object.keys(changes)
      if (fields.length === 0) return { ok: true, user }
      const now = clock.now()
      await users.changeProfile(userId, changes, now)
      const act = {
        action: 'user_updated',
        resource: 'user',
        userId,
        metadata: { fields },
      } as const
      await audit.record(auditEvent(secrets.newId(), now, origin, act))
      return { ok: true, user: { ...user, ...changes, updatedAt: now } }
    })
