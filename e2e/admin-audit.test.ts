import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

interface Event {
  readonly id: string
  readonly at: string
  readonly action: string
  readonly success: boolean
  readonly [field: string]: unknown
}
interface Page {
  readonly events: readonly Event[]
  readonly nextCursor: string | null
}
const pageIn = ({ text }: Answer) => JSON.parse(text) as Page

const FIELDS = [
  ...['id', 'at', 'action', 'userId', 'sessionId', 'actorId', 'resource', 'method', 'endpoint'],
  ...[
    'ipAddress',
    'userAgent',
    'device',
    'requestId',
    'success',
    'code',
    'metadata',
    'processingTimeMs',
  ],
]
const FORMULA = '=HYPERLINK("https://evil.example","<b>hi</b>")'
const NOBODY = '00000000-0000-7000-8000-000000000000'

let server: TestServer
let root: { readonly id: string; readonly accessToken: string }
let ada: Account
const admin = { email: aNewAddress(), password: PASSWORD }

const logs = (
  query = '',
  headers: Readonly<Record<string, string>> = {},
  token = root.accessToken,
) => server.get(`/api/admin/audit-logs${query && `?${query}`}`, { ...bearer(token), ...headers })
const events = async (query: string) => pageIn(await logs(query)).events

beforeAll(async () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  server = await startServer({ env: boot })
  const { body } = await login(server, admin)
  root = { id: body.user?.id ?? '', accessToken: body.accessToken ?? '' }
  ada = await anAccount(server)
  await login(server, { ...ada, password: 'Wrong-Password-1' }, { 'user-agent': FORMULA })
})
afterAll(() => server.stop())

test('an event has every field, and none but these; what was recorded last comes first', async () => {
  const [failed, ...older] = await events('')
  expect(Object.keys(failed ?? {})).toEqual(FIELDS)
  expect(failed).toMatchObject({
    action: 'authn_login_fail',
    userId: ada.id,
    method: 'POST',
    endpoint: '/api/auth/login',
    userAgent: FORMULA,
    success: false,
    actorId: null,
  })
  expect(older.length).toBeGreaterThan(3)
  const times = [failed, ...older].map((event) => event?.at ?? '')
  expect(times).toEqual(times.toSorted().reverse())
})

test('every filter keeps what it names', async () => {
  const [failed] = await events('action=authn_login_fail')
  const { requestId, code, ipAddress, at } = failed!
  const filters = {
    userId: ada.id,
    actorId: root.id,
    success: false,
    action: 'authn_login_success',
    ...{ code, ipAddress, requestId },
  }
  for (const [name, value] of Object.entries(filters)) {
    const found = await events(`${name}=${encodeURIComponent(String(value))}`)
    expect(found.length, name).toBeGreaterThan(0)
    for (const event of found) expect(event[name], name).toBe(value)
  }
  expect(await events(`userId=${NOBODY}`)).toEqual([])
  expect(await events(`userId=${ada.id.toUpperCase()}`)).toEqual(await events(`userId=${ada.id}`))
  expect(await events('ipAddress=2001:DB8::1')).toEqual([])
  const until = await events(`to=${at}`)
  expect(until.every((event) => event.at < String(at))).toBe(true)
  const since = await events(`from=${at}`)
  expect(since.map(({ id }) => id)).toContain(failed?.id)
})

test('page by page every event comes once, and nobody makes a cursor up', async () => {
  const whole = await events('limit=100')
  const seen: string[] = []
  let cursor = ''
  do {
    const page = pageIn(await logs(`limit=2${cursor && `&cursor=${cursor}`}`))
    seen.push(...page.events.map(({ id }) => id))
    cursor = page.nextCursor ?? ''
  } while (cursor && seen.length < 100)
  expect(seen).toEqual(whole.map(({ id }) => id))

  const { nextCursor } = pageIn(await logs('limit=1'))
  const users = await server.get('/api/admin/users?limit=1', bearer(root.accessToken))
  const foreign = pageIn(users).nextCursor
  for (const made of ['x', `${nextCursor?.slice(0, -2)}AA`, foreign]) {
    const refused = await logs(`cursor=${made}`)
    expect([refused.status, refused.body.errors?.[0]?.path], String(made)).toEqual([400, 'cursor'])
  }
})

test('what no filter takes is refused, and nothing of it is run', async () => {
  const bad = [
    ...['limit=0', 'limit=101', 'limit=-1', 'limit=x', 'limit=1&limit=2', 'format=xml'],
    ...['action=everything', 'userId=x', `userId=${ada.id}'`, 'success=maybe'],
    ...['ipAddress=localhost', 'ipAddress=1.2.3', 'from=yesterday', 'to=2026-13-01T00:00:00Z'],
    ...['code=%00', `code=${'x'.repeat(65)}`, 'requestId=', `requestId=${'x'.repeat(200)}`],
    'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
  ]
  for (const query of bad) expect((await logs(query)).status, query).toBe(400)
  expect(await events(`code=${encodeURIComponent("' or 1=1 --")}`)).toEqual([])
})

/** The rows of a file of comma-separated values, as RFC 4180 says they are to be read. */
const rowsOf = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

test.each([
  ['format=csv', {}],
  ['', { accept: 'text/csv' }],
])(
  'by %j %j the log comes as a file without formulas, which is itself recorded',
  async (query, headers) => {
    const list = await events('limit=100')
    const file = await logs(query, headers)
    expect(file.status).toBe(200)
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-row-limit': '100000',
    })
    expect(file.headers['content-disposition']).toMatch(
      /^attachment; filename="audit-log-[\w-]+\.csv"$/,
    )
    const [head, ...rows] = rowsOf(file.text)
    expect(head).toEqual(FIELDS)
    for (const row of rows) expect(row).toHaveLength(FIELDS.length)
    const [own, ...rest] = rows
    expect(own?.[2]).toBe('sensitive_read')
    expect(rest.map(([id]) => id)).toEqual(list.map(({ id }) => id))
    const agents = rows.map((row) => row[FIELDS.indexOf('userAgent')])
    expect(agents).toContain(`'${FORMULA}`)
    expect(rows.flat().some((cell) => /^[=+\-@]/.test(cell))).toBe(false)

    const [recorded] = await events('action=sensitive_read')
    expect(recorded).toMatchObject({
      actorId: root.id,
      resource: 'audit_log',
      endpoint: '/api/admin/audit-logs',
    })
  },
)

test('a filter holds for the file as well, and a bad one gives a problem and records nothing', async () => {
  const before = await events('action=sensitive_read')
  const refused = await logs('format=csv&action=everything')
  expect([refused.status, refused.headers['content-type']]).toEqual([
    400,
    'application/problem+json; charset=utf-8',
  ])
  expect(await events('action=sensitive_read')).toEqual(before)
  const [, ...rows] = rowsOf((await logs('format=csv&success=false')).text)
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row[FIELDS.indexOf('success')]).toBe('false')
})

test('a reader of the file who goes away leaves a server that answers', async () => {
  const stop = new AbortController()
  const answer = await fetch(`${server.url}/api/admin/audit-logs?format=csv`, {
    headers: bearer(root.accessToken),
    signal: stop.signal,
  })
  expect(answer.status).toBe(200)
  stop.abort()
  expect((await logs()).status).toBe(200)
})

test('the state of the chain tells when all there was is linked', async () => {
  const chain = async () => {
    const { text } = await server.get('/api/admin/audit-logs/chain', bearer(root.accessToken))
    return (
      JSON.parse(text) as { chain: { sequence: number; checkpoint: object; waiting: number } }
    ).chain
  }
  await expect.poll(async () => (await chain()).waiting, { timeout: 10_000 }).toBe(0)
  const count = server.rows('select count(*) as n from audit_events')[0]?.['n']
  expect(await chain()).toEqual({
    sequence: count,
    checkpoint: {
      number: expect.any(Number),
      sequence: expect.any(Number),
      at: expect.any(String),
    },
    waiting: 0,
  })
})

test('nobody reads the log without the permission, whatever they send', async () => {
  for (const query of ['', 'limit=x', 'format=csv', 'cursor=x']) {
    expect((await server.get(`/api/admin/audit-logs?${query}`)).status, query).toBe(401)
    expect((await logs(query, {}, ada.accessToken)).status, query).toBe(403)
  }
  const chain = '/api/admin/audit-logs/chain'
  expect((await server.get(chain)).status).toBe(401)
  expect((await server.get(chain, bearer(ada.accessToken))).status).toBe(403)
  expect((await server.post('/api/admin/audit-logs', {}, bearer(ada.accessToken))).status).toBe(403)
  expect(server.faults()).toEqual([])
})
