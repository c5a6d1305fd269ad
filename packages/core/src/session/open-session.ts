import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { RequestOrigin } from '../shared/request-origin.ts'
import type { Secrets } from '../shared/secrets.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import { type AuthMethod, refreshExpiry, type Session } from './session.ts'
import type { SessionStore } from './session-store.ts'

/** That somebody is `user`, as the way in knew them when it began to check. */
export interface Proof {
  readonly user: Pick<User, 'id' | 'credentialVersion'>
  readonly methods: readonly AuthMethod[]
}

/** A session that is alive, with the refresh token that goes to the client. */
export interface LiveSession {
  readonly ok: true
  readonly user: User
  readonly session: Session
  readonly refreshToken: string
}

/** What `openSession` writes; every way in adds its own stores to these. */
export interface SessionStores {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly audit: AuditLog
}

interface Deps {
  readonly secrets: Secrets
  readonly settings: ReadSettings
  readonly clock: Clock
}

/**
 * Ends every way in, inside its unit of work: the only code that opens a session.
 *
 * The user is read again under a lock, so that a proof made before a reset or a disabling that
 * has committed meanwhile opens nothing.
 */
export const openSession =
  ({ secrets, settings, clock }: Deps) =>
  async (
    stores: SessionStores,
    proof: Proof,
    origin: RequestOrigin,
  ): Promise<LiveSession | Refused<'user_gone' | 'user_disabled' | 'proof_outdated'>> => {
    const now = clock.now()
    const user = await stores.users.lock(proof.user.id)
    if (!user) return refused('user_gone')
    if (isDisabled(user)) return refused('user_disabled')
    if (user.credentialVersion !== proof.user.credentialVersion) return refused('proof_outdated')

    const session = newSession(secrets.newId(), user, proof.methods, settings(), origin, now)
    const refresh = secrets.issue('refresh', session.id)
    await stores.sessions.add(session, refresh.hash)
    await stores.users.recordLogin(user.id, now)
    const act = { userId: user.id, sessionId: session.id, metadata: { amr: proof.methods } }
    await stores.audit.record(
      auditEvent(secrets.newId(), now, origin, {
        action: 'authn_login_success',
        resource: 'session',
        ...act,
      }),
    )
    return { ok: true, user: { ...user, lastLoginAt: now }, session, refreshToken: refresh.token }
  }

export type OpenSession = ReturnType<typeof openSession>

const newSession = (
  id: string,
  user: User,
  amr: readonly AuthMethod[],
  settings: ReturnType<ReadSettings>,
  { ipAddress, userAgent }: RequestOrigin,
  now: Date,
): Session => {
  return {
    id,
    userId: user.id,
    amr,
    authenticatedAt: now,
    createdAt: now,
    lastUsedAt: now,
    refreshExpiresAt: refreshExpiry(settings, now),
    expiresAt: new Date(now.getTime() + settings.session_max_days * 86_400_000),
    revokedAt: null,
    ipAddress,
    userAgent,
  }
}
