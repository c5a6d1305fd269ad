/** The first that fits what the server says of a mail that did not leave. */
const REASONS = [
  ['expired', /^expired$/],
  ['heldBack', /^held back/],
  ['sealed', /sealed under another key/],
  ['unknownHost', /cannot be resolved/],
  ['startTls', /STARTTLS/],
  ['login', /user or password|log us in|wants a login/],
  ['sender', /our sender/],
  ['tls', /^TLS/],
  ['silent', /^the mail server did not answer in time/],
  ['connection', /connection to the mail server failed/],
  ['resendKey', /Resend does not let us/],
  ['refused', /refused/],
  ['resend', /Resend/],
] as const

export type MailReason = (typeof REASONS)[number][0] | 'other'

/** What a reason is about, to say it in words of the page. */
export const mailReason = (text: string): MailReason =>
  REASONS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other'

export const MAIL_REASONS: readonly MailReason[] = [...REASONS.map(([name]) => name), 'other']
