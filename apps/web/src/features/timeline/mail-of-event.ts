import type { MailRecord, UserEvent } from './timeline-api.ts'

/** The mail that an act sends to the user it is about. */
const TEMPLATES: Readonly<Record<string, string>> = {
  authn_login_lock: 'account_locked',
  authn_otp_requested: 'sign_in_code',
  authn_password_reset_requested: 'reset_password',
  user_invited: 'invitation',
  user_verification_resent: 'verify_email',
}

/** An act and its mail are written in one transaction. */
const SAME_MS = 2000

type Mail = Pick<MailRecord, 'template' | 'createdAt'>

/** The mail that belongs to an event; null when it sent none, or none that is known any more. */
export const mailOfEvent = <M extends Mail>(
  { action, at, success }: Pick<UserEvent, 'action' | 'at' | 'success'>,
  mails: readonly M[],
): M | null => {
  const template = TEMPLATES[action]
  if (!template || !success) return null
  const distance = (mail: Mail) => Math.abs(Date.parse(mail.createdAt) - Date.parse(at))
  const near = mails.filter((mail) => mail.template === template && distance(mail) <= SAME_MS)
  return near.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
}
