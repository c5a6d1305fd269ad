import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendProblem } from './problems.ts'
import type { PageHeaders } from './security-headers.ts'
import type { StaticFile } from './static-file.ts'

/** Where programs ask, whatever they accept. */
const FOR_PROGRAMS = /^\/(?:api|assets|\.well-known|dev|health)(?:\/|$)/

/**
 * Unknown paths are 404, as the page of the web app for whoever follows a link in a browser; a known
 * path with another method is 405 with `Allow` (RFC 9110 §15.5.6).
 */
export const answerUnknownRoutes = (
  app: FastifyInstance,
  readPage: () => Promise<StaticFile | null>,
  headers: PageHeaders,
): void => {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    // The pre-flight route of CORS answers for every path, known or not.
    if (url === '*') return
    const known = routes.get(url) ?? { pattern: toPattern(url), methods: new Set<string>() }
    for (const name of [method].flat()) known.methods.add(name)
    routes.set(url, known)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split(/[?#]/, 1)[0] ?? '/'
    const found = [...routes.values()].filter(({ pattern }) => pattern.test(path))
    const allowed = [...new Set(found.flatMap(({ methods }) => [...methods]))]
    if (allowed.length > 0)
      return sendProblem(reply.header('allow', allowed.join(', ')), 'method_not_allowed')
    const page = FOR_PROGRAMS.test(path) || !wantsPage(request) ? null : await readPage()
    if (!page) return sendProblem(reply, 'not_found')
    const { body, type } = page
    return reply.code(404).headers(headers).type(type).send(body)
  })
}

const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html')

const toPattern = (url: string): RegExp => {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+')}$`)
}
