import type { SendOutcome } from '@latchkey/core'
import { masked } from './masked.ts'

/** What Nodemailer says about a failure; every field may be missing. */
export interface SmtpFailure {
  readonly message: string
  readonly code: string | null
  /** The socket's or TLS's own code, such as ECONNREFUSED. */
  readonly originalCode: string | null
  /** The command that failed: `CONN`, `EHLO`, `STARTTLS`, `AUTH …`, `MAIL FROM`, `RCPT TO`, `DATA`. */
  readonly command: string
  readonly response: string | null
  readonly responseCode: number | null
}

/** Reads the fields of a Nodemailer error; anything may be thrown at us. */
export const readFailure = (error: unknown): SmtpFailure => {
  const fields = typeof error === 'object' && error !== null ? error : {}
  const field = (name: string): unknown => Object.getOwnPropertyDescriptor(fields, name)?.value
  const text = (name: string): string | null => {
    const value = field(name)
    return typeof value === 'string' ? value : null
  }
  const responseCode = field('responseCode')
  return {
    message: text('message') ?? 'unknown failure',
    code: text('code'),
    originalCode: text('originalCode'),
    command: text('command') ?? '',
    response: text('response'),
    responseCode: typeof responseCode === 'number' ? responseCode : null,
  }
}

/**
 * Whether the mail, our configuration or the network is at fault.
 *
 * Until the server has taken MAIL FROM nothing was said about this mail, so it costs no try; the
 * same holds for what only the operator can mend (login, TLS, sender address). After that a silent
 * or temporary no (RFC 5321 §4.2.1, 4yz) is a refusal, a 5yz one for good.
 */
export const classify = (failure: SmtpFailure, mailTaken: boolean): SendOutcome => {
  const reason = reasonOf(failure)
  const { code, responseCode } = failure
  // Without a reply these are Nodemailer's own no: an address or a size that no server takes.
  if (responseCode === null && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return { kind: 'refused', permanent: true, reason }
  if (responseCode === null)
    return mailTaken
      ? { kind: 'refused', permanent: false, reason }
      : { kind: 'unreachable', reason }
  if (!isAboutMail(failure, mailTaken)) return { kind: 'unreachable', reason }
  // 503 speaks of the session, not of the mail (RFC 5321 §4.2.4).
  return { kind: 'refused', permanent: responseCode >= 500 && responseCode !== 503, reason }
}

const isAboutMail = ({ command, responseCode, response }: SmtpFailure, mailTaken: boolean) => {
  if (command === 'RCPT TO' || command === 'DATA') return true
  if (command !== 'MAIL FROM') return mailTaken
  const isOperators = responseCode === 421 || LOGIN_NEEDED.has(Number(responseCode))
  return !isOperators && !SENDER_REFUSED.test(response ?? '')
}

const LOGIN_NEEDED = new Set([530, 534, 535, 538])
// RFC 3463 §3.2 (X.1.7, X.1.8: bad sender) and §3.8 (X.7.Z: security or policy).
const SENDER_REFUSED = /^5\d\d[ -]5\.(1\.[78]|7\.\d{1,3})\b/

/** Why it failed and what to look at, as a sentence without addresses and mail content. */
export const reasonOf = (failure: SmtpFailure): string => {
  const { code, command, responseCode } = failure
  const said = failure.response === null ? '' : `: ${masked(failure.response)}`
  if (code === 'EDNS') return 'the name of the mail server cannot be resolved: check SMTP_URL'
  if (command === 'STARTTLS' && responseCode !== null)
    return 'the mail server does not offer STARTTLS, which is required: use smtps:// or another port'
  if (code === 'EAUTH' && responseCode !== null && responseCode >= 500)
    return `the mail server refuses user or password: check SMTP_URL${said}`
  if (code === 'EAUTH' || command.startsWith('AUTH'))
    return `the mail server cannot log us in${said}`
  if (command === 'MAIL FROM' && responseCode !== null && LOGIN_NEEDED.has(responseCode))
    return `the mail server wants a login: check user and password in SMTP_URL${said}`
  if (command === 'MAIL FROM' && responseCode !== null)
    return `the mail server does not take our sender: check MAIL_FROM${said}`
  if (responseCode !== null) return `the mail server refused ${command || 'us'}${said}`
  return withoutReply(failure)
}

const withoutReply = ({ code, originalCode, message }: SmtpFailure): string => {
  if (code === 'ETLS' || isCertificateTrouble(originalCode))
    return `TLS with the mail server failed: ${masked(originalCode ?? message)}`
  if (code === 'ETIMEDOUT' || code === 'EABORT') return 'the mail server did not answer in time'
  return `the connection to the mail server failed: ${masked(originalCode ?? message)}`
}

const isCertificateTrouble = (code: string | null): boolean =>
  code !== null && /CERT|TLS|SSL|SELF_SIGNED|ISSUER|SIGNATURE|EPROTO/.test(code)
