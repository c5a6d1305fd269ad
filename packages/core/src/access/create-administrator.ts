import { auditEvent } from '../audit/audit-event.ts'
import type { NewPassword, PasswordRefused } from '../password/new-password.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import {
  ADMIN_ROLE,
  type AdministratorInput,
  type AdministratorStores,
  type MakeAdministrator,
} from './make-administrator.ts'

interface Deps {
  readonly newPassword: NewPassword
  readonly makeAdministrator: MakeAdministrator
  readonly unitOfWork: UnitOfWork<AdministratorStores>
  readonly clock: Clock
}

interface GrantDeps {
  readonly unitOfWork: UnitOfWork<Pick<AdministratorStores, 'users' | 'audit'>>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** An administrator made on the server's own console: a new user, or the role for one there is. */
export const createAdministrator =
  ({ newPassword, makeAdministrator, unitOfWork, clock }: Deps) =>
  async (
    input: AdministratorInput,
    password: string,
  ): Promise<
    | { readonly ok: true; readonly userId: string }
    | Refused<'address_taken'>
    | PasswordRefused
    | Overloaded
  > => {
    const chosen = await newPassword(password, { ...input, emailCanonical: input.email.canonical })
    if (!chosen.ok) return chosen
    return unitOfWork.run(async (stores) => {
      const made = await makeAdministrator(stores, input, chosen.hash, clock.now(), null)
      return made.ok ? { ok: true, userId: made.user.id } : refused('address_taken')
    })
  }

/** Gives the role `admin` to a user there is. */
export const grantAdministrator =
  ({ unitOfWork, secrets, clock }: GrantDeps) =>
  (
    emailCanonical: string,
  ): Promise<{ readonly ok: true; readonly userId: string } | Refused<'user_unknown'>> =>
    unitOfWork.run(async ({ users, audit }) => {
      const user = await users.findByEmail(emailCanonical)
      if (!user) return refused('user_unknown')
      const now = clock.now()
      await users.grant(user.id, ADMIN_ROLE, now)
      await audit.record(
        auditEvent(secrets.newId(), now, null, {
          action: 'privilege_permissions_changed',
          resource: 'user',
          userId: user.id,
          metadata: { granted: ADMIN_ROLE },
        }),
      )
      return { ok: true, userId: user.id }
    })
