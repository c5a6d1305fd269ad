import type { FastifyInstance, FastifyReply } from 'fastify'
import { Counter, Histogram, type Registry } from 'prom-client'
import { signInResult, WAYS_IN } from './sign-in-results.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The name of the limit in `RateLimit-Policy`. */
const RULE = /^"([\w-]+)"/

/** Counts requests, sign-ins and limits by route patterns and names: nobody's data is in a label. */
export const requestFigures = (register: Registry) => {
  const registers = [register]
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by method, route pattern (unknown: no route) and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers,
  })
  const logins = new Counter({
    name: 'auth_login_total',
    help: 'Sign-ins by way (password, otp, verification, reset, setup) and result.',
    labelNames: ['method', 'result'] as const,
    registers,
  })
  const limited = new Counter({
    name: 'auth_rate_limited_total',
    help: 'Requests that were answered 429, by the limit they met.',
    labelNames: ['rule'] as const,
    registers,
  })
  // Looking labels up costs more than the rest: each combination is looked up once.
  const known = new Map<string, ReturnType<typeof durations.labels>>()
  const durationsOf = (method: string, route: string, status: number) => {
    const key = `${method} ${route} ${status}`
    const found = known.get(key) ?? durations.labels(method, route, String(status))
    known.set(key, found)
    return found
  }
  const note = (method: string, route: string, reply: FastifyReply): void => {
    const { statusCode: status, elapsedTime } = reply
    durationsOf(method, route, status).observe(elapsedTime / 1000)
    const way = method === 'POST' ? WAYS_IN[route] : undefined
    if (way !== undefined) logins.inc({ method: way, result: signInResult(status) })
    if (status === 429) limited.inc({ rule: ruleOf(reply) })
  }
  return {
    watch: (app: FastifyInstance): void => {
      app.addHook('onResponse', (request, reply, done) => {
        note(request.method, request.routeOptions.url ?? 'unknown', reply)
        done()
      })
    },
  }
}

const ruleOf = (reply: FastifyReply): string =>
  RULE.exec(String(reply.getHeader('ratelimit-policy') ?? ''))?.[1] ?? 'other'
