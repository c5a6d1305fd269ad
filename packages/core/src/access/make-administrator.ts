import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { PasswordHash } from '../password/passwords.ts'
import { accountSubject, type LockoutStore } from '../protection/lockout-store.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { EmailAddress } from '../user/email-address.ts'
import { newUser, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'

export const ADMIN_ROLE = 'admin'

/** Who becomes an administrator. */
export interface AdministratorInput {
  readonly email: EmailAddress
  readonly firstName: string | null
  readonly lastName: string | null
}

/** What `makeAdministrator` writes. */
export interface AdministratorStores {
  readonly users: UserStore
  readonly credentials: CredentialStore
  readonly lockouts: LockoutStore
  readonly audit: AuditLog
}

/**
 * Adds a user with the role `admin`, inside the caller's unit of work. The address counts as
 * proven: whoever runs the server vouches for it (security.md 2.2).
 */
export const makeAdministrator =
  ({ secrets }: { readonly secrets: Secrets }) =>
  async (
    stores: AdministratorStores,
    { email, firstName, lastName }: AdministratorInput,
    hash: PasswordHash,
    now: Date,
    origin: RequestOrigin | null,
  ): Promise<{ readonly ok: true; readonly user: User } | Refused<'address_taken'>> => {
    const profile = { firstName, lastName, username: null, phone: null, preferences: {} }
    const person = { email: email.address, emailCanonical: email.canonical, profile, locale: 'en' }
    const user = { ...newUser(secrets.newId(), person, now), roles: [ADMIN_ROLE, 'user'] }
    if (!(await stores.users.add(user))) return refused('address_taken')
    const credentialVersion = await stores.credentials.set(user.id, hash, now)
    await stores.lockouts.clear(accountSubject(user.emailCanonical))
    await stores.audit.record(
      auditEvent(secrets.newId(), now, origin, {
        action: 'user_created',
        resource: 'user',
        userId: user.id,
        metadata: { roles: user.roles },
      }),
    )
    return { ok: true, user: { ...user, credentialVersion } }
  }

export type MakeAdministrator = ReturnType<typeof makeAdministrator>
