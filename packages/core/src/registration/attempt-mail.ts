import type { Links } from '../mail/links.ts'
import type { MailOrder } from '../mail/message.ts'
import type { OpaqueToken, Secrets } from '../shared/secrets.ts'
import type { PreRegistration } from './pre-registration.ts'

/**
 * The mail of one attempt: link and code, or, when the address is a user's, word that they have an
 * account. Both follow from the registration token, so a repeat carries the same link and code.
 * Nothing that the stranger typed stands in it: the address is not proven yet.
 */
export const attemptMail = (
  attempt: Pick<PreRegistration, 'email' | 'locale' | 'expiresAt'>,
  registration: OpaqueToken,
  isTaken: boolean,
  { secrets, links, now }: { secrets: Secrets; links: Links; now: Date },
): MailOrder => {
  const { email: to, locale, expiresAt } = attempt
  const accountLinks = { loginLink: links.login, resetLink: links.forgotPassword }
  if (isTaken) return { template: 'account_exists', to, locale, expiresAt, data: accountLinks }
  const link = links.verifyEmail(secrets.derive('verification', registration).token)
  const code = secrets.deriveCode(registration)
  const hours = Math.max(1, Math.round((expiresAt.getTime() - now.getTime()) / 3_600_000))
  return { template: 'verify_email', to, locale, expiresAt, data: { link, code, hours } }
}
