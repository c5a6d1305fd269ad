import { auditEvent } from '../audit/audit-event.ts'
import type { Links } from '../mail/links.ts'
import { noticeExpiry, type Outbox } from '../mail/message.ts'
import type { Visitor } from '../protection/caller.ts'
import type { PreRegistrationStore } from '../registration/pre-registration-store.ts'
import type { OpenSession, SessionStores } from '../session/open-session.ts'
import type { ReadSettings } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import { newUser, type Profile, type User } from '../user/user.ts'
import { isOtpSignUpOpen, type OtpRequest } from './otp-request.ts'

/** What `signInByOtp` writes. */
export interface OtpStores extends SessionStores {
  readonly preRegistrations: PreRegistrationStore
  readonly outbox: Outbox
}

/** What a new user may say about themselves. */
export type Names = Pick<Profile, 'firstName' | 'lastName'>

interface Deps {
  readonly openSession: OpenSession
  readonly links: Links
  readonly settings: ReadSettings
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Signs in whoever answered the request with its code, inside the caller's unit of work; an address
 * that is nobody's becomes a user. A right guess took the request out before: one call gets here.
 */
export const signInByOtp =
  (deps: Deps) => async (stores: OtpStores, request: OtpRequest, names: Names, origin: Visitor) => {
    const found = await stores.users.findByEmail(request.emailCanonical)
    if (request.userId !== null && found?.id !== request.userId) return refused('user_gone')
    // The mail went to exactly this spelling; another one may be another mailbox.
    if (found && found.email !== request.email) return refused('address_taken')
    if (!found && !isOtpSignUpOpen(deps.settings())) return refused('sign_up_closed')
    const user = found ?? (await addUser(deps, stores, request, names, origin))
    if (!user) return refused('address_taken')
    return deps.openSession(stores, { user, methods: ['otp'] }, origin)
  }

export type SignInByOtp = ReturnType<typeof signInByOtp>

/** Null when somebody else took the address just now. Its staged sign-ups have no use any more. */
const addUser = async (
  { links, secrets, clock }: Deps,
  stores: OtpStores,
  request: OtpRequest,
  names: Names,
  origin: Visitor,
): Promise<User | null> => {
  const now = clock.now()
  const profile = { ...names, username: null, phone: null, preferences: {} }
  const user = newUser(secrets.newId(), { ...request, profile }, now)
  if (!(await stores.users.add(user))) return null
  await stores.preRegistrations.removeAll(user.emailCanonical)
  await stores.audit.record(
    auditEvent(secrets.newId(), now, origin, {
      action: 'user_created',
      resource: 'user',
      userId: user.id,
      metadata: { otpRequestId: request.id },
    }),
  )
  const data = { firstName: user.firstName, loginLink: links.login }
  const to = { to: user.email, locale: user.locale }
  await stores.outbox.add({ template: 'welcome', ...to, data, expiresAt: noticeExpiry(now) }, now)
  return user
}
