import type { NewPassword, PasswordRefused } from '../password/new-password.ts'
import type { Overloaded } from '../password/passwords.ts'
import type { LiveSession, OpenSession, SessionStores } from '../session/open-session.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { UserStore } from '../user/user-store.ts'
import {
  ADMIN_ROLE,
  type AdministratorInput,
  type AdministratorStores,
  type MakeAdministrator,
} from './make-administrator.ts'
import type { SetupTokenStore } from './setup-token-store.ts'

export type SetUpRefusal = Refused<
  | 'setup_closed'
  | 'setup_token_unknown'
  | 'address_taken'
  | 'user_gone'
  | 'user_disabled'
  | 'proof_outdated'
>

interface Stores extends SessionStores, AdministratorStores {
  readonly setupTokens: SetupTokenStore
}

interface Deps {
  readonly users: Pick<UserStore, 'anyoneHas'>
  readonly newPassword: NewPassword
  readonly makeAdministrator: MakeAdministrator
  readonly unitOfWork: UnitOfWork<Stores>
  readonly openSession: OpenSession
  readonly secrets: Secrets
}

/** Spends the printed set-up link: makes the first administrator and signs them in. Closed for ever afterwards. */
export const setUpAdministrator =
  ({ users, newPassword, makeAdministrator, unitOfWork, openSession, secrets }: Deps) =>
  async (
    token: string,
    input: AdministratorInput,
    password: string,
    origin: RequestOrigin,
  ): Promise<LiveSession | SetUpRefusal | PasswordRefused | Overloaded> => {
    const now = origin.receivedAt
    if (await users.anyoneHas(ADMIN_ROLE)) return refused('setup_closed')
    const presented = secrets.open('setup', token)
    if (!presented) return refused('setup_token_unknown')
    const person = { ...input, emailCanonical: input.email.canonical }
    const chosen = await newPassword(password, person)
    if (!chosen.ok) return chosen

    return unitOfWork.run(async (stores) => {
      if (await stores.users.anyoneHas(ADMIN_ROLE)) return refused('setup_closed')
      if (await stores.users.findByEmail(input.email.canonical)) return refused('address_taken')
      if (!(await stores.setupTokens.spend(presented, now))) return refused('setup_token_unknown')
      const made = await makeAdministrator(stores, input, chosen.hash, now, origin)
      return made.ok ? openSession(stores, { user: made.user, methods: ['pwd'] }, origin) : made
    })
  }
