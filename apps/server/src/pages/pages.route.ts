import type { FastifyPluginAsync } from 'fastify'
import { PAGE_POLICY } from '../http/security-headers.ts'
import { fileOnce, sendFile } from '../http/static-file.ts'

const PAGES = {
  '/setup': 'setup.html',
  '/auth/register': 'register.html',
  '/auth/login': 'login.html',
  '/auth/verify-email': 'verify-email.html',
  '/auth/forgot-password': 'forgot-password.html',
  '/auth/reset-password': 'reset-password.html',
  '/dashboard': 'dashboard.html',
} as const

const ASSETS = [
  'api.js',
  'dashboard.js',
  'forgot-password.js',
  'form.css',
  'form.js',
  'icon.svg',
  'login.js',
  'page.css',
  'page.js',
  'password-rules.js',
  'register.js',
  'reset-password.js',
  'setup.js',
  'verify-email.js',
] as const

const REDIRECTS = { '/': '/dashboard', '/login': '/auth/login', '/register': '/auth/register' }

const MAILBOX_HINT =
  '<p class="hint">No mail server is configured: the mail is in the <a href="/dev/mailbox">dev mailbox</a>.</p>'

interface Options {
  /** Whether mails end in the dev mailbox, so that pages that announce a mail point there. */
  readonly hasDevMailbox: boolean
  /** How long a mailed link to choose a new password works. */
  readonly resetMinutes: number
}

/**
 * Plain pages for the flows of a user, until the web app takes their place. They use the API like
 * any other client, in cookie delivery, so no script of theirs ever sees a token.
 */
export const pagesRoutes =
  ({ hasDevMailbox, resetMinutes }: Options): FastifyPluginAsync =>
  async (app) => {
    const at = (name: string): URL => new URL(`./static/${name}`, import.meta.url)
    const complete = (html: string): string =>
      html
        .replace('<!-- dev mailbox -->', hasDevMailbox ? MAILBOX_HINT : '')
        .replace('<!-- reset minutes -->', String(resetMinutes))

    for (const [path, name] of Object.entries(PAGES)) {
      const page = fileOnce(at(name), complete)
      app.get(path, async (request, reply) =>
        sendFile(request, reply.header('content-security-policy', PAGE_POLICY), page()),
      )
    }
    for (const name of ASSETS) {
      const asset = fileOnce(at(name))
      app.get(`/assets/${name}`, async (request, reply) =>
        sendFile(request, reply, asset(), 'public, max-age=60'),
      )
    }
    for (const [from, to] of Object.entries(REDIRECTS))
      app.get(from, async (_request, reply) => reply.redirect(to, 302))
  }
