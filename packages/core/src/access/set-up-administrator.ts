import { auditEvent } from '../audit/audit-event.ts'
import type { NewPassword, PasswordRefused } from '../password/new-password.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { LiveSession } from '../session/open-session.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import { ADMIN_ROLE, type AdministratorInput } from './make-administrator.ts'
import type { SetUpRefusal, SetUpStores, SpendSetupLink } from './spend-setup-link.ts'

interface Deps {
  readonly users: Pick<UserStore, 'anyoneHas'>
  readonly newPassword: NewPassword
  readonly spendSetupLink: SpendSetupLink
  readonly unitOfWork: UnitOfWork<SetUpStores>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Spends the printed set-up link: makes the first administrator and signs them in. Closed for ever
 * afterwards. A refusal is recorded; it costs no hash when the link is none.
 */
export const setUpAdministrator =
  ({ users, newPassword, spendSetupLink, unitOfWork, secrets, clock }: Deps) =>
  async (
    token: string,
    input: AdministratorInput,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | SetUpRefusal | PasswordRefused | Overloaded> => {
    const isClosed = await users.anyoneHas(ADMIN_ROLE)
    const presented = isClosed ? null : secrets.open('setup', token)
    const person = { ...input, emailCanonical: input.email.canonical }
    const chosen = presented && (await newPassword(password, person))
    if (chosen?.ok === false) return chosen

    return unitOfWork.run(async (stores) => {
      const outcome =
        presented && chosen
          ? await spendSetupLink(stores, presented, input, chosen.hash, origin)
          : refused(isClosed ? 'setup_closed' : 'setup_token_unknown')
      if (outcome.ok) return outcome
      await stores.audit.record(
        auditEvent(secrets.newId(), clock.now(), origin, {
          action: 'authz_fail',
          resource: 'setup',
          refusal: outcome.reason,
        }),
      )
      return outcome
    })
  }
