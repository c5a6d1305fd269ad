import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Account, anAccount, bearer, login } from './account.ts'
import { startServer, type TestServer } from './server.ts'

interface Value {
  readonly stringValue?: string
  readonly intValue?: number
}
interface ReceivedSpan {
  readonly name: string
  readonly traceId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: Value }[]
}
interface Received {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[]
  }[]
}

const SOON = { timeout: 20_000, interval: 50 }
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'

describe('traces', () => {
  const bodies: string[] = []
  const asked = new Set<string | undefined>()
  const collector = createServer((request, response) => {
    void text(request).then((body) => {
      asked.add(request.url)
      bodies.push(body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  const spans = () =>
    bodies
      .flatMap((body) => (JSON.parse(body) as Received).resourceSpans ?? [])
      .flatMap(({ scopeSpans }) => scopeSpans)
      .flatMap((scope) => scope.spans)
  let server: TestServer
  let ada: Account

  beforeAll(async () => {
    await once(collector.listen(0, '127.0.0.1'), 'listening')
    const { port } = collector.address() as AddressInfo
    server = await startServer({
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    })
    ada = await anAccount(server)
  })
  afterAll(async () => {
    await server.stop()
    collector.closeAllConnections()
    collector.close()
  })

  test('each request has a span with its route and status, in the trace of its caller', async () => {
    const traceparent = `00-${TRACE}-${CALLER}-01`
    const headers = { ...bearer(ada.accessToken), traceparent, tracestate: 'x=hunter3' }
    await server.get('/api/auth/session?token=hunter2', headers)
    const span = await vi.waitFor(() => {
      const found = spans().find(({ traceId }) => traceId === TRACE)
      expect(found).toBeDefined()
      return found
    }, SOON)
    expect(span?.name).toBe('GET /api/auth/session')
    expect(span?.parentSpanId).toBe(CALLER)
    const attributes = span?.attributes.map(({ key, value }) => [key, Object.values(value)[0]])
    expect(Object.fromEntries(attributes ?? [])).toEqual({
      'http.request.method': 'GET',
      'http.route': '/api/auth/session',
      'http.response.status_code': 200,
      'request.id': expect.stringMatching(/^[\da-f-]{36}$/),
    })
  })

  test('nobody and no secret is in them, whatever was sent and whatever failed', async () => {
    await login(server, { email: ada.email, password: 'Hunter4-hunter4' })
    await server.post('/api/auth/login', `{"email":"${ada.email}","password":hunter5`)
    await server.get(`/${ada.email}/hunter6?hunter7`)
    await server.stop()
    const names = spans().map(({ name }) => name)
    expect(names).toContain('POST /api/auth/register')
    expect(names.filter((name) => name === 'POST /api/auth/login')).toHaveLength(2)
    expect(names).toContain('GET unknown')
    expect([...asked]).toEqual(['/v1/traces'])
    const all = bodies.join('\n')
    for (const told of [ada.email, ada.accessToken, ada.refreshToken, ada.signedUp.code, ada.id])
      expect(all.includes(told), told).toBe(false)
    expect(all).not.toMatch(/hunter|@|"host\.|"process\./i)
    expect(server.faults()).toEqual([])
  })
})
