import type { SendOutcome } from '@latchkey/core'
import { masked } from './masked.ts'

/** What Resend's SDK says about a failure; the fields come from the wire, and any may be missing. */
export interface ResendFailure {
  /** Such as `validation_error` (resend.com/docs/api-reference/errors). */
  readonly name?: string
  readonly message?: string
  /** Null when no answer came. */
  readonly statusCode?: number | null
}

/** Any outcome but `sent`. */
type Failed = Exclude<SendOutcome, { kind: 'sent' }>

/** By these words Resend says what of a mail it does not take. */
const RECIPIENT = /`to`|\brecipient\b/i
const OPERATORS = /`from`|\bdomain\b|\bAPI key\b/i
const NOT_RESEND = new Set([404, 405])
const LATER = new Set([408, 429])

/**
 * Whether the mail, our configuration or Resend is at fault.
 *
 * What only the operator can mend (key, domain, sender) and what passes by itself (limits, outages)
 * says nothing about the mail and costs no try. No answer counts as not reached, although Resend may
 * have taken the mail: a repeat has the same idempotency key, by which Resend sends it once.
 */
export const classifyResend = (failure: ResendFailure, isLate: boolean): Failed => {
  const { name = '', message = '', statusCode } = failure
  const unreachable = (reason: string): Failed => ({ kind: 'unreachable', reason })
  if (typeof statusCode !== 'number')
    return unreachable(isLate ? 'Resend did not answer in time' : 'Resend cannot be reached')

  const said = masked(`${statusCode} ${name} ${message}`)
  if (isOperators(failure))
    return unreachable(`Resend does not let us send: check RESEND_API_KEY and MAIL_FROM: ${said}`)
  if (NOT_RESEND.has(statusCode)) return unreachable(`this is not Resend's API: ${said}`)
  if (LATER.has(statusCode)) return unreachable(`Resend takes no more mails for now: ${said}`)
  if (statusCode >= 500) return unreachable(`Resend has trouble: ${said}`)
  // What else refuses, such as 409, may pass.
  const permanent = isAboutField(failure) && RECIPIENT.test(message)
  return { kind: 'refused', permanent, reason: `Resend refused the mail: ${said}` }
}

const isAboutField = ({ statusCode }: ResendFailure): boolean =>
  statusCode === 400 || statusCode === 422

/** Whether key, domain or sender is refused, which only the operator can mend. */
const isOperators = (failure: ResendFailure): boolean => {
  const { statusCode, name, message = '' } = failure
  if (statusCode === 401 || statusCode === 403 || name === 'invalid_from_address') return true
  return isAboutField(failure) && !RECIPIENT.test(message) && OPERATORS.test(message)
}
