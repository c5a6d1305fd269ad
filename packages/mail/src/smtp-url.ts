import { isIPv4, isIPv6 } from 'node:net'

/** A mail server, as `SMTP_URL` names it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** `implicit` from the first byte; `starttls` required; `none` to this very machine only. */
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly auth: { readonly user: string; readonly pass: string } | null
}

type ParsedSmtpUrl =
  | { readonly ok: true; readonly server: SmtpServer }
  | { readonly ok: false; readonly problems: readonly string[] }

const EXAMPLE = 'smtp://user:password@mail.example.com:587'

/**
 * Reads `SMTP_URL`. `smtps://` is TLS from the start (RFC 8314 §3.3, port 465), `smtp://` requires
 * STARTTLS (RFC 3207, port 587) except to loopback. Problems are sentences without the password.
 */
export const parseSmtpUrl = (text: string): ParsedSmtpUrl => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    return { ok: false, problems: [`must be a URL such as ${EXAMPLE}`] }

  const implicit = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const user = decoded(url.username)
  const pass = decoded(url.password)
  const problems = [
    ...(user === null || pass === null ? ['user and password must be percent-encoded'] : []),
    ...(pass && !user ? ['has a password but no user'] : []),
    ...(url.pathname.length > 1 || url.search || url.hash
      ? [`must end after the port, such as ${EXAMPLE}`]
      : []),
    ...(url.port === '0' ? ['must not name port 0'] : []),
  ]
  if (user === null || pass === null || problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    server: {
      host,
      port: Number(url.port) || (implicit ? 465 : 587),
      tls: implicit ? 'implicit' : isLoopback(host) ? 'none' : 'starttls',
      auth: user === '' ? null : { user, pass },
    },
  }
}

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  (isIPv4(host) && host.startsWith('127.')) ||
  (isIPv6(host) && new URL(`http://[${host}]`).hostname === '[::1]')
