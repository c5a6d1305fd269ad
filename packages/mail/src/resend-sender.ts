import type { Mail, MailSender } from '@latchkey/core'
import { messageIdOf, NO_REPLIES } from './mail-headers.ts'
import { classifyResend } from './resend-outcome.ts'

const TIMEOUT_MS = 30_000

export interface ResendSender extends MailSender {
  /** Asks Resend whether it knows the key; whether the sender's domain is verified is not checked. */
  verify(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
}

interface ResendOptions {
  readonly apiKey: string
  /** The sender, such as `Latchkey <no-reply@example.com>`; Resend must have verified its domain. */
  readonly from: string
  /** Where the API is; the default is the SDK's own. */
  readonly baseUrl?: string
  /** How long to wait for one answer, in milliseconds. */
  readonly timeoutMs?: number
}

/**
 * Sends through Resend's HTTP API. The idempotency key is the message's id: Resend sends a repeat
 * within 24 hours only once (resend.com/docs/dashboard/emails/idempotency-keys).
 */
export const resendSender = ({
  apiKey,
  from,
  baseUrl,
  timeoutMs = TIMEOUT_MS,
}: ResendOptions): ResendSender => {
  let opened: ReturnType<typeof openClient> | undefined
  const client = () => {
    opened ??= openClient(apiKey, baseUrl)
    return opened
  }
  return {
    send: async (mail) => {
      const signal = AbortSignal.timeout(timeoutMs)
      const { emails } = await client()
      const { error } = await emails.send(message(mail, from), { idempotencyKey: mail.id, signal })
      return error === null ? { kind: 'sent' } : classifyResend(error, signal.aborted)
    },
    verify: async () => {
      const signal = AbortSignal.timeout(timeoutMs)
      const { domains } = await client()
      const { error } = await domains.list({ limit: 1 }, { signal })
      // A key that may only send is known by this very refusal.
      if (error === null || error.name === 'restricted_api_key') return { ok: true }
      return { ok: false, reason: classifyResend(error, signal.aborted).reason }
    },
    // Every request ends by itself, and idle connections keep no process alive.
    close: async () => {},
  }
}

const openClient = async (apiKey: string, baseUrl: string | undefined) => {
  // Only what sends mail by Resend pays for loading it.
  const { Resend } = await import('resend')
  return new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl })
}

const message = (mail: Mail, from: string) => ({
  from,
  // A list of one is one address, whatever stands in it.
  to: [mail.to],
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  headers: { 'Message-ID': messageIdOf(mail, from), ...NO_REPLIES },
})
