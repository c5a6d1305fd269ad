import type { FastifyInstance } from 'fastify'
import { sendProblem } from './problems.ts'

/** Unknown paths are 404; a known path with another method is 405 with `Allow` (RFC 9110 §15.5.6). */
export const answerUnknownRoutes = (app: FastifyInstance): void => {
  const routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    // The pre-flight route of CORS answers for every path, known or not.
    if (url === '*') return
    const known = routes.get(url) ?? { pattern: toPattern(url), methods: new Set<string>() }
    for (const name of [method].flat()) known.methods.add(name)
    routes.set(url, known)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split(/[?#]/, 1)[0] ?? '/'
    const found = [...routes.values()].filter(({ pattern }) => pattern.test(path))
    const allowed = [...new Set(found.flatMap(({ methods }) => [...methods]))]
    if (allowed.length === 0) return sendProblem(reply, 'not_found')
    return sendProblem(reply.header('allow', allowed.join(', ')), 'method_not_allowed')
  })
}

const toPattern = (url: string): RegExp => {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+')}$`)
}
