import type { DevMailbox, KeptMail } from '@latchkey/mail'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { sendProblem } from '../http/problems.ts'
import { PAGE_POLICY } from '../http/security-headers.ts'
import { fileOnce, sendFile } from '../http/static-file.ts'

interface Deps {
  readonly mailbox: Pick<DevMailbox, 'list'>
  readonly publicUrl: string
}

/** A mail's own HTML: nothing of it runs, loads or leaves its frame. */
const MAIL_POLICY =
  "default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'self';sandbox"
const MAILBOX_POLICY = `${PAGE_POLICY};frame-src 'self'`

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
const FORWARDING =
  /^(?:forwarded|via|x-real-ip|x-scheme|cdn-loop|.*(?:forwarded|client-ip|connecting-ip|original|envoy).*)$/

const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'

/**
 * Whether the caller sits at this machine: by the socket's address, never by what a header claims.
 * The `Host` keeps a foreign page from reading the mailbox through a name that it points here (DNS
 * rebinding); a forwarding header shows that a proxy stands between.
 */
const isLocal = ({ socket, headers }: FastifyRequest, publicHost: string): boolean => {
  const host = headers.host ?? ''
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    (LOOPBACK_HOST.test(host) || host.toLowerCase() === publicHost) &&
    !Object.keys(headers).some((name) => FORWARDING.test(name))
  )
}

/** `to` is one address as a string; an array, however it is written, is refused. */
const querystring = z
  .looseObject({ to: z.string().max(320).optional() })
  .refine((query) => !Object.keys(query).some((name) => name.startsWith('to[')), {
    path: ['to'],
    error: 'must be one address',
  })

/**
 * Every mail that was "sent" while no mail transport is configured (http-api.md 6). Registered only
 * outside production; to anybody but a caller at this machine it does not exist.
 */
export const devMailboxRoutes =
  ({ mailbox, publicUrl }: Deps): FastifyPluginAsyncZod =>
  async (app) => {
    const publicHost = new URL(publicUrl).host
    app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
      if (!isLocal(request, publicHost)) return sendProblem(reply, 'not_found')
    })

    for (const [path, name] of Object.entries(FILES)) {
      const file = fileOnce(new URL(`./static/${name}`, import.meta.url))
      app.get(path, async (request, reply) =>
        sendFile(request, reply.header('content-security-policy', MAILBOX_POLICY), file()),
      )
    }

    // The page asks every two seconds whether there is a new mail: no line in the log for each.
    const quietly = { schema: { querystring, hide: true }, logLevel: 'warn' as const }
    app.get('/dev/mailbox.json', quietly, async ({ query: { to } }, reply) => {
      const messages = mailbox.list(to === undefined ? {} : { to }).map(presentMail)
      reply.header('etag', `"${encodeURIComponent(messages[0]?.id ?? '')}-${messages.length}"`)
      return { messages }
    })

    const byId = { schema: { params: z.object({ id: z.string().max(200) }), hide: true } }
    app.get('/dev/mailbox/:id.html', byId, async ({ params }, reply) => {
      const mail = mailbox.list({}).find(({ id }) => id === params.id)
      if (!mail) return sendProblem(reply, 'not_found')
      reply
        .headers({ 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' })
        .type('text/html; charset=utf-8')
      return mail.html
    })
  }

const FILES = {
  '/dev/mailbox': 'mailbox.html',
  '/dev/mailbox.css': 'mailbox.css',
  '/dev/mailbox.js': 'mailbox.js',
  '/dev/mailbox.svg': 'mailbox.svg',
}

const presentMail = ({ id, to, subject, text, html, sentAt }: KeptMail): KeptMail => ({
  id,
  to,
  subject,
  text,
  html,
  sentAt,
})
