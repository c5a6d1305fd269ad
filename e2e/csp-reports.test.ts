import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from './server.ts'

const PATH = '/api/csp-reports'
const MODERN = 'application/reports+json'
const OLDER = 'application/csp-report'
const LINE = 'a browser refused what the policy of pages does not allow'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: 'loopback', LOG_LEVEL: 'info' } })
})
afterAll(() => server.stop())

const reportOf = (blockedURL: string) => ({
  type: 'csp-violation',
  body: {
    effectiveDirective: 'img-src',
    blockedURL,
    documentURL: 'https://auth.example.com/account?x=secret#secret',
  },
})
const send = (body: unknown, from: string, type = MODERN) =>
  server.post(PATH, typeof body === 'string' ? body : JSON.stringify(body), {
    'content-type': type,
    'x-forwarded-for': from,
  })
const linesWith = (text: string): string[] =>
  server
    .logs()
    .split('\n')
    .filter((line) => line.includes(LINE) && line.includes(text))

test('a page names where browsers report, and what they report becomes a line of the log', async () => {
  for (const path of ['/auth/login', '/account/profile']) {
    const { headers } = await server.get(path)
    expect(headers['content-security-policy']).toContain(`report-uri ${PATH}`)
    // By http browsers take no endpoint, and would then report nowhere.
    expect(headers['content-security-policy']).not.toContain('report-to')
  }
  const answers = [
    await send([reportOf('https://one.example/x.png?secret')], '203.0.113.1'),
    await send(
      {
        'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'https://two.example/x' },
      },
      '203.0.113.1',
      OLDER,
    ),
  ]
  for (const { status, text } of answers) expect([status, text]).toEqual([204, ''])
  expect(linesWith('"blocked":"https://one.example"')).toHaveLength(1)
  expect(linesWith('"blocked":"https://two.example"')).toHaveLength(1)
  expect(linesWith('"page":"/account"')).toHaveLength(1)
  expect(linesWith('secret')).toEqual([])
})

test('by https browsers are told to report by the Reporting API, and may', async () => {
  const origin = 'https://auth.example.com'
  const secure = await startServer({ env: { PUBLIC_URL: origin } })
  try {
    const { headers } = await secure.get('/auth/login')
    expect(headers['content-security-policy']).toContain(`report-uri ${PATH};report-to csp`)
    expect(headers['reporting-endpoints']).toBe(`csp="${PATH}"`)
    // Chromium sends these reports with an Origin and without Sec-Fetch-Site.
    const body = JSON.stringify([reportOf('https://three.example')])
    const sent = await secure.post(PATH, body, { 'content-type': MODERN, origin })
    expect(sent.status).toBe(204)
    expect(secure.logs()).toContain('https://three.example')
  } finally {
    await secure.stop()
  }
})

test.each(['', 'null', '{"csp-report":', '"x"', '[[]]'])(
  'a report of %j is a 204 and no line',
  async (body) => {
    const before = linesWith('').length
    expect((await send(body, '203.0.113.2')).status).toBe(204)
    expect(linesWith('')).toHaveLength(before)
  },
)

test('one network causes twenty lines and no more, and is not told', async () => {
  const many = Array.from({ length: 30 }, (_, at) => reportOf(`https://flood${at}.example`))
  for (let sent = 0; sent < 3; sent++) expect((await send(many, `203.0.113.3`)).status).toBe(204)
  expect(linesWith('flood')).toHaveLength(20)
  await send([reportOf('https://other.example')], '203.0.113.4')
  expect(linesWith('other.example')).toHaveLength(1)
})

test('a report that is too large or no report by its type is refused', async () => {
  const large = [reportOf('x'.repeat(17_000))]
  expect((await send(large, '203.0.113.5')).status).toBe(413)
  for (const type of ['application/json', 'text/plain'])
    expect((await send('[]', '203.0.113.5', type)).status).toBe(415)
})

test('nothing is stored, and nothing of all this made the server fault', () => {
  expect(server.rows('select 1 from audit_events where endpoint = ?', PATH)).toEqual([])
  expect(server.faults()).toEqual([])
})
