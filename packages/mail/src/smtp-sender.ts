import type { Mail, MailSender } from '@latchkey/core'
import type { SendMailOptions } from 'nodemailer'
import { messageIdOf, NO_REPLIES } from './mail-headers.ts'
import { classify, readFailure, reasonOf } from './smtp-outcome.ts'
import { parseSmtpUrl, type SmtpServer } from './smtp-url.ts'
import { transactionWatch } from './transaction-watch.ts'

/** How long to wait for a mail server, in milliseconds. */
export interface SmtpTimeouts {
  /** From the DNS look-up to the end of the TLS handshake, the greeting included. */
  readonly connectionMs: number
  /** For the greeting alone. */
  readonly greetingMs: number
  /** Silence at any later point. */
  readonly socketMs: number
  /** One whole mail, however lively a trickle of replies keeps the socket. */
  readonly mailMs: number
}

// A server that holds its greeting back for 30 s to put off spammers still gets our mail.
const TIMEOUTS: SmtpTimeouts = {
  connectionMs: 40_000,
  greetingMs: 40_000,
  socketMs: 60_000,
  mailMs: 300_000,
}

export interface SmtpSender extends MailSender {
  /** Connects, starts TLS, logs in and leaves; `reason` says what is wrong and what to look at. */
  verify(): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }>
}

interface SmtpOptions {
  /** `SMTP_URL`; throws when it is none. */
  readonly url: string
  /** The sender, such as `Latchkey <no-reply@example.com>`. */
  readonly from: string
  readonly timeouts?: Partial<SmtpTimeouts>
}

/** Sends through one mail server over at most five connections. Opens none before the first mail. */
export const smtpSender = ({ url, from, timeouts }: SmtpOptions): SmtpSender => {
  const parsed = parseSmtpUrl(url)
  if (!parsed.ok) throw new Error(`SMTP_URL ${parsed.problems.join('; ')}`)
  const limits = { ...TIMEOUTS, ...timeouts }
  const watch = transactionWatch()
  let opened: ReturnType<typeof openTransport> | undefined
  const transport = () => {
    opened ??= openTransport(parsed.server, limits, watch.logger)
    return opened
  }
  return {
    send: async (mail) => {
      const signal = AbortSignal.timeout(limits.mailMs)
      try {
        await (await transport()).sendMail({ ...message(mail, from), signal })
        return { kind: 'sent' }
      } catch (error) {
        return classify(readFailure(error), watch.brokeInside(error) || signal.aborted)
      }
    },
    verify: async () => {
      try {
        await (await transport()).verify()
        return { ok: true }
      } catch (error) {
        return { ok: false, reason: reasonOf(readFailure(error)) }
      }
    },
    // Whoever closes has waited for what was under way; a server that still hangs holds nobody up.
    close: async () => (await opened)?.close({ force: true }),
  }
}

const openTransport = async (
  server: SmtpServer,
  limits: SmtpTimeouts,
  logger: ReturnType<typeof transactionWatch>['logger'],
) => {
  // Only what sends mail pays for loading it.
  const { createTransport } = await import('nodemailer')
  return createTransport({
    pool: true,
    maxConnections: 5,
    // One more connection for a mail that met one the server had dropped while idle.
    maxRequeues: 1,
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    ...(server.auth ? { auth: server.auth } : {}),
    connectionTimeout: limits.connectionMs,
    dnsTimeout: limits.connectionMs,
    greetingTimeout: limits.greetingMs,
    socketTimeout: limits.socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    transactionLog: true,
    logger,
  })
}

const message = (mail: Mail, from: string): SendMailOptions => ({
  from,
  // An object is one address, whatever stands in it; a string would be parsed as a list.
  to: { name: '', address: mail.to },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  messageId: messageIdOf(mail, from),
  date: mail.createdAt,
  xMailer: false,
  headers: NO_REPLIES,
})
