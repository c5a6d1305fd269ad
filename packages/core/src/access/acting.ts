import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { AuditReason } from '../audit/audit-reason.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import { type Access, hasAll } from './access.ts'
import type { AccessStore } from './access-store.ts'
import type { Permission } from './permissions.ts'

/** Who acts on others, and on whose request. */
export interface Actor {
  readonly userId: string
  readonly origin: RequestOrigin
}

/** What makes an act on others permitted. */
export interface ActingStores {
  readonly access: AccessStore
  readonly audit: AuditLog
}

export interface ActingDeps {
  readonly secrets: Secrets
  readonly clock: Clock
}

/** The refusals of whoever lacks a permission. */
export type ActingRefusal = 'permission_missing' | 'above_own_permissions'

/**
 * Takes the lock on who may do what and reads the actor once more: whoever lost the permission
 * meanwhile is refused, and nobody's changes until the unit of work ends.
 */
export const actingAs = async (
  access: AccessStore,
  actorId: string,
  permission: Permission,
): Promise<{ readonly ok: true; readonly actor: Access } | Refused<'permission_missing'>> => {
  await access.lock()
  const actor = await access.find(actorId)
  if (!actor || actor.isDisabled || !hasAll(actor, [permission]))
    return refused('permission_missing')
  return { ok: true, actor }
}

/** Records in the act's own transaction that it was refused. */
export const recordRefusal = (
  { secrets, clock }: ActingDeps,
  audit: AuditLog,
  { userId: actorId, origin }: Actor,
  about: { readonly resource: string; readonly refusal: AuditReason; readonly userId?: string },
): Promise<void> =>
  audit.record(
    auditEvent(secrets.newId(), clock.now(), origin, { action: 'authz_fail', actorId, ...about }),
  )
