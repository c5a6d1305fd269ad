import type { AuditAction } from '../audit/audit-event.ts'
import type { CredentialStore } from '../password/credential-store.ts'
import type { Overloaded, Passwords } from '../password/passwords.ts'
import type { Clock } from '../shared/clock.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import { isDisabled, type User } from '../user/user.ts'
import type { Caller, KnownDevices } from './caller.ts'
import type { LockoutPlace } from './lockout.ts'
import { accountSubject, deviceSubject, type LockoutStore } from './lockout-store.ts'
import type { LoginPlaces, SourcePlaces } from './login-places.ts'
import type { RecordFailure } from './record-failure.ts'
import type { LimitSpent } from './take-places.ts'

/** A password that somebody claims is the one of an address. */
export interface PasswordClaim {
  readonly emailCanonical: string
  readonly password: string
  /** The caller's own session, where a user who is signed in is asked again: it counts as a known device. */
  readonly sessionId?: string
  /** What the audit log calls a failure. */
  readonly failure: { readonly action: AuditAction; readonly resource: string }
}

/** The password is right and its user is not disabled. */
export interface PasswordRight {
  readonly ok: true
  readonly user: User
  /**
   * Ends the count of failures, inside the unit of work of what the password was asked for; resolves
   * to how many of this source there were in a row.
   */
  accept(stores: { readonly lockouts: LockoutStore }): Promise<number>
  /** Hashes the password as we do now where its stored hash is another program's. */
  renewal(): Promise<Renewal>
}

/** Stores the renewed hash, inside a unit of work, unless the password was replaced meanwhile. */
export type Renewal = (
  stores: { readonly credentials: CredentialStore },
  now: Date,
) => Promise<void>

export type PasswordWrong = Refused<
  'user_unknown' | 'password_wrong' | 'user_disabled' | 'account_locked' | 'password_disabled'
>

interface Deps {
  readonly credentials: Pick<CredentialStore, 'findByEmail'>
  readonly devices: KnownDevices
  readonly passwords: Passwords
  readonly places: LoginPlaces
  readonly recordFailure: RecordFailure
  readonly clock: Clock
}

type Found = Awaited<ReturnType<Deps['credentials']['findByEmail']>>

/**
 * Checks a password: the only way to do so, wherever one is asked for.
 *
 * A guess takes its places before it is evaluated and keeps them unless it is right, so that
 * parallel ones never exceed a budget and a crash counts as a failure (security.md 2.6, 3.3). A
 * source without a place costs no hash; a locked account, an unknown address and a wrong password
 * cost the same one, and look alike outside. A failure is recorded here, a success by the caller.
 */
export const checkPassword =
  (deps: Deps) =>
  async (
    claim: PasswordClaim,
    caller: Caller,
  ): Promise<PasswordRight | PasswordWrong | LimitSpent | Overloaded> => {
    const now = deps.clock.now()
    const { emailCanonical: email } = claim
    const mayBeKnown = claim.sessionId !== undefined || caller.deviceToken !== null
    // Without a device the limits need no look-up, so none is made before them.
    const early = mayBeKnown ? null : await deps.places.ofSource(caller, email, now)
    if (early && !early.ok) return early
    const found = await deps.credentials.findByEmail(email)
    const device = deviceOf(deps, found, claim, caller)
    const source =
      early ?? (await deps.places.ofSource(device === null ? caller : { device }, email, now))
    if (!source.ok) return source
    return evaluate(deps, { claim, caller, found, device, source, now })
  }

export type CheckPassword = ReturnType<typeof checkPassword>

/** What counts the guesses of the caller's known device or own session; null for everybody else. */
const deviceOf = (
  { devices }: Deps,
  found: Found,
  { sessionId }: PasswordClaim,
  { deviceToken }: Caller,
): string | null => {
  if (sessionId !== undefined) return found && deviceSubject(found.user, `session:${sessionId}`)
  const known = deviceToken === null ? null : devices.verify(deviceToken, found?.user.id ?? '')
  return found && known && deviceSubject(found.user, known.deviceId)
}

interface Guess {
  readonly claim: PasswordClaim
  readonly caller: Caller
  readonly found: Found
  readonly device: string | null
  readonly source: SourcePlaces
  readonly now: Date
}

const evaluate = async (
  { places, passwords, recordFailure }: Deps,
  { claim, caller, found, device, source, now }: Guess,
): Promise<PasswordRight | PasswordWrong | Overloaded> => {
  const account = accountSubject(claim.emailCanonical)
  const subject = device ?? account
  const place = await places.ofFailures(subject, claim.emailCanonical, now)
  const hash = place.ok ? (found?.hash ?? null) : null
  const checked = await passwords.verify(claim.password, hash)
  if (!checked.ok) {
    await source.giveBack()
    if (place.ok) await places.giveBackFailure(subject, now)
    return checked
  }
  const refusal = refusalFor(place, found, checked.matches)
  if (refusal || !found) {
    const failure = { ...claim.failure, refusal: refusal ?? 'user_unknown', place }
    await recordFailure({ ...failure, user: found?.user ?? null }, caller)
    return refused(refusal ?? 'user_unknown')
  }
  await source.settle()
  return {
    ok: true,
    user: found.user,
    accept: async ({ lockouts }) => {
      const inRow = await lockouts.clear(subject)
      // The failures of strangers go on counting for their lock, but are in a row no more.
      if (subject !== account) await lockouts.endRow(account)
      // The right one had a place as well.
      return Math.max(0, inRow - 1)
    },
    renewal: () => renewalOf(passwords, found, claim.password),
  }
}

/** Without room in the queue the old hash stays for another time. */
const renewalOf = async (
  passwords: Passwords,
  found: NonNullable<Found>,
  password: string,
): Promise<Renewal> => {
  const { user, hash } = found
  const made = hash && passwords.isOutdated(hash) ? await passwords.hash(password) : null
  return async ({ credentials }, now) => {
    if (hash && made?.ok) await credentials.renew(user.id, hash, made.hash, now)
  }
}

const refusalFor = (
  place: LockoutPlace,
  found: Found,
  matches: boolean,
): PasswordWrong['reason'] | null => {
  if (!place.ok) return place.reason
  if (!found) return 'user_unknown'
  if (!matches) return 'password_wrong'
  return isDisabled(found.user) ? 'user_disabled' : null
}
