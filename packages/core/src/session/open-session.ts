import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Visitor } from '../protection/caller.ts'
import type { NewDeviceStores, TellOfNewDevice } from '../protection/tell-of-new-device.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
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

export type OpeningRefusal = Refused<
  'user_gone' | 'user_disabled' | 'address_unproven' | 'proof_outdated'
>

/** What `openSession` writes; every way in adds its own stores to these. */
export interface SessionStores extends NewDeviceStores {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly audit: AuditLog
}

interface Deps {
  readonly tellOfNewDevice: TellOfNewDevice
  readonly secrets: Secrets
  readonly settings: ReadSettings
  readonly clock: Clock
}

/**
 * Ends every way in, inside its unit of work: the only code that opens a session.
 *
 * The user is read again under a lock, so that a proof made before a reset or a disabling that
 * has committed meanwhile opens nothing. An imported user whose address nobody proved gets in by
 * what was mailed there, which proves it, and by nothing else (security.md 2.2).
 */
export const openSession =
  ({ tellOfNewDevice, secrets, settings, clock }: Deps) =>
  async (
    stores: SessionStores,
    proof: Proof,
    origin: Visitor,
  ): Promise<LiveSession | OpeningRefusal> => {
    const now = clock.now()
    const user = await stores.users.lock(proof.user.id)
    if (!user) return refused('user_gone')
    if (isDisabled(user)) return refused('user_disabled')
    const provesAddress = !user.emailVerified && proof.methods.some(isByMail)
    if (!user.emailVerified && !provesAddress) return refused('address_unproven')
    if (user.credentialVersion !== proof.user.credentialVersion) return refused('proof_outdated')

    if (provesAddress) await stores.users.proveAddress(user.id, now)
    await tellOfNewDevice(stores, user, proof.methods, origin)
    const session = newSession(secrets.newId(), user, proof.methods, settings(), origin, now)
    const refresh = secrets.issue('refresh', session.id)
    await stores.sessions.add(session, refresh.hash)
    await stores.users.recordLogin(user.id, now)
    const metadata = { amr: proof.methods, ...(provesAddress && { provesAddress }) }
    const act = { userId: user.id, sessionId: session.id, metadata }
    await stores.audit.record(
      auditEvent(secrets.newId(), now, origin, {
        action: 'authn_login_success',
        resource: 'session',
        ...act,
      }),
    )
    const signedIn = { ...user, emailVerified: true, lastLoginAt: now }
    return { ok: true, user: signedIn, session, refreshToken: refresh.token }
  }

export type OpenSession = ReturnType<typeof openSession>

const isByMail = (method: AuthMethod): boolean => method === 'email' || method === 'otp'

const newSession = (
  id: string,
  user: User,
  amr: readonly AuthMethod[],
  settings: ReturnType<ReadSettings>,
  { ipAddress, userAgent }: Visitor,
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
