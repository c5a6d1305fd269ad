import type { DevMailbox, KeptMail } from '@latchkey/mail'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { sendProblem } from '../http/problems.ts'
import { PAGE_POLICY } from '../http/security-headers.ts'
import { fileOnce, sendFile } from '../http/static-file.ts'
import { isLocal } from './is-local.ts'

interface Deps {
  readonly mailbox: Pick<DevMailbox, 'list'>
  readonly publicUrl: string
}

/** A mail's own HTML: nothing of it runs, loads or leaves its frame. */
const MAIL_POLICY =
  "default-src 'none';style-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'self';sandbox"
const MAILBOX_POLICY = `${PAGE_POLICY};frame-src 'self'`

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
