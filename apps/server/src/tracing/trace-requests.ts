import {
  type Context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * One span for each request, of method, route pattern, status and request id alone: paths, queries,
 * headers, bodies and texts of errors may hold addresses and tokens.
 */
export const traceRequests = (app: FastifyInstance): void => {
  const tracer = trace.getTracer('latchkey')
  const spans = new WeakMap<FastifyRequest, Span>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { id, method } = request
    const route = request.routeOptions.url ?? 'unknown'
    const attributes = { 'http.request.method': method, 'http.route': route, 'request.id': id }
    const options = { kind: SpanKind.SERVER, attributes }
    spans.set(request, tracer.startSpan(`${method} ${route}`, options, callerOf(request)))
    done()
  })
  app.addHook('onResponse', (request, { statusCode }, done) => {
    const span = spans.get(request)
    span?.setAttribute('http.response.status_code', statusCode)
    if (statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
    done()
  })
}

/** Whose trace goes on, by its ids: what else a caller says about it (`tracestate`) is left out. */
const callerOf = ({ headers }: FastifyRequest): Context => {
  const caller = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, headers))
  if (!caller) return ROOT_CONTEXT
  const { traceId, spanId, traceFlags } = caller
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}
