import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import helmet, { type HelmetOptions } from 'helmet'

type Sources = Record<string, string[]>

/** An API answer is never a document: nothing may load, run or frame it (ASVS 3.2.1). */
const API_SOURCES: Sources = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
  sandbox: [],
}

/**
 * A page of ours: own scripts, styles and images, nothing inline and nobody else's; `blob:` is for
 * a picture that is looked at before it is uploaded.
 */
const PAGE_SOURCES: Sources = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
}

const policy = (directives: Sources): string =>
  headersOf({ contentSecurityPolicy: { useDefaults: false, directives } })[
    'content-security-policy'
  ] ?? ''

/** Helmet's headers do not depend on the request, so they are worked out once, not at every answer. */
const headersOf = (options: HelmetOptions): Record<string, string> => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  helmet(options)(response.req, response, () => undefined)
  return response.getHeaders() as Record<string, string>
}

/** The policy of pages that the server serves itself. */
export const PAGE_POLICY = policy(PAGE_SOURCES)

const REPORTS = '/api/csp-reports'

export type PageHeaders = Readonly<Record<string, string>>

/**
 * What a page of the web app carries: its policy, and where browsers report what it made them refuse.
 * By http a browser that knows `report-to` would report nowhere: it takes endpoints by https alone.
 */
export const pageHeaders = (isHttps: boolean): PageHeaders => {
  const reported = `${PAGE_POLICY};report-uri ${REPORTS}`
  if (!isHttps) return { 'content-security-policy': reported }
  return {
    'content-security-policy': `${reported};report-to csp`,
    'reporting-endpoints': `csp="${REPORTS}"`,
  }
}

/** What every answer carries, as long as no route says otherwise. */
export const fixedHeaders = (isHttps: boolean): Readonly<Record<string, string>> => ({
  ...headersOf({
    contentSecurityPolicy: { useDefaults: false, directives: API_SOURCES },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    xPoweredBy: false,
  }),
  'cache-control': 'no-store',
})

/** Security headers on every answer; a route that serves a page replaces the policy. */
export const setSecurityHeaders = (app: FastifyInstance, isHttps: boolean): void => {
  const fixed = fixedHeaders(isHttps)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(fixed).header('x-request-id', request.id)
    done()
  })
}
