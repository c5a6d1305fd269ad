import type { Links } from '../mail/links.ts'
import type { MailOrder } from '../mail/message.ts'
import type { OpaqueToken, Secrets } from '../shared/secrets.ts'
import type { User } from '../user/user.ts'
import type { PreRegistration } from './pre-registration.ts'

/**
 * The mail of one attempt: link and code, or, when the address is a user's, word to that user that
 * they have an account. Both follow from the registration token, so a repeat carries the same link
 * and code. Nothing that the stranger typed stands in it: the address is not proven yet.
 */
export const attemptMail = (
  attempt: Pick<PreRegistration, 'locale' | 'expiresAt'> & { readonly email: string | null },
  registration: OpaqueToken,
  owner: User | null,
  { secrets, links, now }: { secrets: Secrets; links: Links; now: Date },
): MailOrder => {
  const { email: to, locale, expiresAt } = attempt
  if (owner) {
    const data = { loginLink: links.login, resetLink: links.forgotPassword }
    return { template: 'account_exists', to: owner.email, locale: owner.locale, expiresAt, data }
  }
  const link = links.verifyEmail(secrets.derive('verification', registration).token)
  const code = secrets.deriveCode(registration)
  const hours = Math.max(1, Math.round((expiresAt.getTime() - now.getTime()) / 3_600_000))
  return { template: 'verify_email', to, locale, expiresAt, data: { link, code, hours } }
}
