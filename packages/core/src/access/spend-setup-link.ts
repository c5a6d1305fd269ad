import type { PasswordHash } from '../password/passwords.ts'
import type {
  LiveSession,
  OpeningRefusal,
  OpenSession,
  SessionStores,
} from '../session/open-session.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { OpaqueToken } from '../shared/secrets.ts'
import {
  ADMIN_ROLE,
  type AdministratorInput,
  type AdministratorStores,
  type MakeAdministrator,
} from './make-administrator.ts'
import type { SetupTokenStore } from './setup-token-store.ts'

export type SetUpRefusal =
  | Refused<'setup_closed' | 'setup_token_unknown' | 'address_taken'>
  | OpeningRefusal

/** What `spendSetupLink` writes. */
export interface SetUpStores extends SessionStores, AdministratorStores {
  readonly setupTokens: SetupTokenStore
}

interface Deps {
  readonly makeAdministrator: MakeAdministrator
  readonly openSession: OpenSession
}

/**
 * Spends the set-up link for the first administrator, inside the caller's unit of work, and signs
 * them in. A link that is refused for its address is not spent; of many calls one succeeds.
 */
export const spendSetupLink =
  ({ makeAdministrator, openSession }: Deps) =>
  async (
    stores: SetUpStores,
    presented: OpaqueToken,
    input: AdministratorInput,
    hash: PasswordHash,
    origin: RequestOrigin,
  ): Promise<LiveSession | SetUpRefusal> => {
    const now = origin.receivedAt
    if (await stores.users.anyoneHas(ADMIN_ROLE)) return refused('setup_closed')
    if (await stores.users.findByEmail(input.email.canonical)) return refused('address_taken')
    if (!(await stores.setupTokens.spend(presented, now))) return refused('setup_token_unknown')
    const made = await makeAdministrator(stores, input, hash, now, origin)
    return made.ok ? openSession(stores, { user: made.user, methods: ['pwd'] }, origin) : made
  }

export type SpendSetupLink = ReturnType<typeof spendSetupLink>
