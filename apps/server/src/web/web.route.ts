import type { FastifyPluginAsync } from 'fastify'
import { sendProblem } from '../http/problems.ts'
import type { PageHeaders } from '../http/security-headers.ts'
import { sendFile } from '../http/static-file.ts'
import { builtFiles, builtPage, WEB_APP } from './built-files.ts'

/** Where the web app has pages (http-api.md 3, "Web routes"); which ones, its own router knows. */
export const PAGES = [
  '/setup',
  '/auth/*',
  '/dashboard',
  '/account',
  '/account/*',
  '/admin',
  '/admin/*',
]
export const REDIRECTS = {
  '/': '/dashboard',
  '/login': '/auth/login',
  '/register': '/auth/register',
}

/** Files whose addresses carry no hash, because others name them. */
const PUBLIC_FILES = ['icon.svg']

export const FOR_EVER = 'public, max-age=31536000, immutable'
const NOT_BUILT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey</title><p>The web app is not built. Run <code>npm run build</code> in the folder of Latchkey and load this page again. The API works.</p>'

/** The web app: one page for every path of it, and the files that the page names. */
export const webRoutes =
  (headers: PageHeaders, folder = WEB_APP): FastifyPluginAsync =>
  async (app) => {
    for (const path of PAGES)
      app.get(path, async (request, reply) => {
        const page = await builtPage(folder)
        reply.headers(headers)
        if (page) return sendFile(request, reply, page)
        return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT)
      })

    const assets = builtFiles(new URL('assets/', folder))
    app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
      const built = await assets(request.params.name, request.headers['accept-encoding'])
      if (!built) return sendProblem(reply, 'not_found')
      if (built.coding) reply.header('content-encoding', built.coding)
      reply.header('vary', [reply.getHeader('vary') ?? [], 'accept-encoding'].flat().join(', '))
      return sendFile(request, reply, built.file, FOR_EVER)
    })

    const files = builtFiles(folder)
    for (const name of PUBLIC_FILES)
      app.get(`/${name}`, async (request, reply) => {
        const built = await files(name, undefined)
        return built ? sendFile(request, reply, built.file) : sendProblem(reply, 'not_found')
      })

    for (const [from, to] of Object.entries(REDIRECTS))
      app.get(from, async (_request, reply) => reply.redirect(to, 302))
  }
