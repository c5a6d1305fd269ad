import { randomUUID } from 'node:crypto'
import fastifyCors from '@fastify/cors'
import type { Clock } from '@latchkey/core'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { AccessClaims } from '../session/access-claims.ts'
import { builtPage } from '../web/built-files.ts'
import { refuseCrossOrigin } from './cross-origin.ts'
import { handleErrors } from './errors.ts'
import { refuseGarbage, watchConnections } from './garbage.ts'
import { answerUnknownRoutes } from './not-found.ts'
import { sendProblem } from './problems.ts'
import { logRequests } from './request-log.ts'
import { fixedHeaders, pageHeaders, setSecurityHeaders } from './security-headers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    receivedAt: Date
    /** Whose access token the request carries, on routes that require one. */
    caller: AccessClaims | null
  }
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_BODY_BYTES = 64 * 1024

/** What pages of listed origins may read of an answer, beside its body. */
const EXPOSED_HEADERS = [
  ...['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
  ...['Content-Disposition', 'X-Row-Limit'],
]

export interface AppOptions {
  readonly log: FastifyBaseLogger
  readonly clock: Clock
  readonly isHttps: boolean
  /** Origins whose pages may call with credentials; the server's own needs no listing. */
  readonly origins: readonly string[]
  readonly trustedProxies: readonly string[]
}

/** The HTTP server without its routes: limits, headers, errors, cross-origin rules, log. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const headers = fixedHeaders(options.isHttps)
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    // An id that is too long to be one gets to the hooks, and is not there like any other.
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    return503OnClosing: false,
    // A path that cannot be decoded: refused before any hook runs.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers).header('x-request-id', request.id)
      void sendProblem(reply, 'validation_failed')
    },
    clientErrorHandler: refuseGarbage,
    schemaController: { compilersFactory: { buildValidator: byZod, buildSerializer: byZod } },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('caller', null)
  app.decorateRequest('receivedAt')
  app.addHook('onRequest', (request, _reply, done) => {
    request.receivedAt = options.clock.now()
    done()
  })

  watchConnections(app)
  onlyJson(app)
  handleErrors(app)
  answerUnknownRoutes(app, builtPage, pageHeaders(options.isHttps))
  setSecurityHeaders(app, options.isHttps)
  logRequests(app)
  await app.register(fastifyCors, {
    origin: [...options.origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'X-Token-Delivery', 'X-Device-Token'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
    strictPreflight: false,
  })
  refuseCrossOrigin(app, new Set(options.origins))
  return app
}

/** Stands in for Ajv, which Fastify then does not load: a tenth of the start and of the memory. */
const byZod = (): never => {
  throw new Error('every schema is compiled by zod')
}

/** UTF-8 is the one encoding of JSON (RFC 8259 §8.1). */
const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"?)?$/i

/** Bodies are plain JSON or absent; an empty one counts as absent. Everything else is 415. */
const onlyJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (request.headers['content-encoding'] === undefined) return done()
    void sendProblem(reply, 'unsupported_media_type')
  })
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    void parse(request, body as string, done)
  })
}
