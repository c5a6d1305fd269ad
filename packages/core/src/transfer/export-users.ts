import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UserTransfer, UserWithHash } from './user-transfer.ts'

const PAGE = 500

interface Deps {
  readonly transfer: Pick<UserTransfer, 'page'>
  readonly audit: AuditLog
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Every user, page by page. It is recorded before the first one leaves: an export that is broken off
 * is one too. Users who come or go meanwhile may be in it or not.
 */
export const exportUsers = ({ transfer, audit, secrets, clock }: Deps) =>
  async function* (withHashes: boolean): AsyncGenerator<readonly UserWithHash[]> {
    await audit.record(
      auditEvent(secrets.newId(), clock.now(), null, {
        action: 'sys_users_exported',
        resource: 'user',
        metadata: { withHashes },
      }),
    )
    for (let after: string | null = null; ; ) {
      const page: readonly UserWithHash[] = await transfer.page(after, PAGE)
      const last = page.at(-1)
      if (!last) return
      yield withHashes ? page : page.map(({ user }) => ({ user, hash: null }))
      after = last.user.id
    }
  }
