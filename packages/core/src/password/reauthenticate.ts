import { type AuditAction, type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Caller } from '../protection/caller.ts'
import type { CheckPassword, PasswordWrong } from '../protection/check-password.ts'
import type { LockoutStore } from '../protection/lockout-store.ts'
import type { LimitSpent } from '../protection/take-places.ts'
import type { SessionStore } from '../session/session-store.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import type { User } from '../user/user.ts'
import type { UserStore } from '../user/user-store.ts'
import type { CredentialStore } from './credential-store.ts'
import type { Overloaded } from './passwords.ts'

/** For so long a sign-in takes the place of a password, of a user who has none (http-api.md 4). */
const FRESH_MS = 600_000

/** Somebody signed in is asked again who they are. */
export interface Reauthentication {
  readonly userId: string
  readonly sessionId: string
  /** What they typed; a user who has no password types none. */
  readonly password: string | undefined
  /** What the audit log calls a failure. */
  readonly failure: { readonly action: AuditAction; readonly resource: string }
}

/** The act's unit of work still asks `holdUser` whether nothing has changed meanwhile. */
interface Reauthenticated {
  readonly ok: true
  readonly user: User
}

export type ReauthenticationRefusal =
  | PasswordWrong
  | Refused<'user_gone' | 'password_missing' | 'sign_in_outdated' | 'proof_outdated'>
  | LimitSpent
  | Overloaded

interface Deps {
  readonly reads: {
    readonly users: Pick<UserStore, 'find'>
    readonly credentials: Pick<CredentialStore, 'findByEmail'>
    readonly sessions: Pick<SessionStore, 'find'>
  }
  readonly checkPassword: CheckPassword
  readonly unitOfWork: UnitOfWork<{ readonly lockouts: LockoutStore; readonly audit: AuditLog }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Asks a signed-in user for their password before something that a thief of the session must not do
 * (ASVS 6.2.3, 7.5.1). Guesses are counted by session, so that the owner is locked out by nobody
 * else. A user without a password must have signed in within the last ten minutes instead.
 */
export const reauthenticate =
  (deps: Deps) =>
  async (
    asked: Reauthentication,
    caller: Caller,
  ): Promise<Reauthenticated | ReauthenticationRefusal> => {
    const { reads, checkPassword, unitOfWork } = deps
    const user = await reads.users.find(asked.userId)
    if (!user) return refused('user_gone')
    const { emailCanonical } = user
    const hash = (await reads.credentials.findByEmail(emailCanonical))?.hash ?? null
    if (hash === null) return freshlySignedIn(deps, user, asked, caller)
    const { password, sessionId, failure } = asked
    if (password === undefined) return refused('password_missing')
    const checked = await checkPassword({ emailCanonical, password, sessionId, failure }, caller)
    if (!checked.ok) return checked
    // At once: what comes of the act is no failure of the password.
    await unitOfWork.run((stores) => checked.accept(stores))
    return checked.user.id === user.id ? { ok: true, user } : refused('proof_outdated')
  }

export type Reauthenticate = ReturnType<typeof reauthenticate>

const freshlySignedIn = async (
  { reads, unitOfWork, secrets, clock }: Deps,
  user: User,
  { sessionId, failure }: Reauthentication,
  caller: Caller,
): Promise<Reauthenticated | ReauthenticationRefusal> => {
  const session = (await reads.sessions.find(sessionId))?.session
  const since = session?.userId === user.id ? session.authenticatedAt.getTime() : 0
  if (caller.receivedAt.getTime() - since < FRESH_MS) return { ok: true, user }
  const refusal = 'sign_in_outdated'
  const act = { ...failure, userId: user.id, sessionId, refusal } as const
  await unitOfWork.run(({ audit }) =>
    audit.record(auditEvent(secrets.newId(), clock.now(), caller, act)),
  )
  return refused(refusal)
}
