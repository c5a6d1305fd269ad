import { statSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAccount, login } from '../account.ts'
import { talk } from '../raw-socket.ts'
import { startServer, type TestServer } from '../server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: 'loopback' } })
})
afterAll(() => server.stop())

test('a header of blanks hides no tag and is not taken apart', async () => {
  const blanks = ' '.repeat(15_000)
  const { etag = '' } = (await server.get('/auth/login')).headers
  const asked = (tags: string) => server.get('/auth/login', { 'if-none-match': tags })
  expect((await asked(`"a"${blanks}"b"`)).status).toBe(200)
  expect((await asked(`"a"${blanks}, W/${etag}`)).status).toBe(304)
  expect((await asked(`${blanks.slice(1)}*`)).status).toBe(304)
})

test.each(['database', 'write-ahead log'])('nobody but the owner reads the %s', (name) => {
  const file = join(server.dataDir, name === 'database' ? 'latchkey.db' : 'latchkey.db-wal')
  expect((statSync(file).mode & 0o077).toString(8)).toBe('0')
})

test('what stands as the address of a caller is an address, whatever a proxy passes on', async () => {
  const account = await anAccount(server)
  for (const forged of ['https://evil.example/unlock', '<b>x</b>', 'a'.repeat(3000), '1.2.3.4:80'])
    await login(server, account, { 'x-forwarded-for': forged })
  const rows = server.rows('select ip_address from audit_events')
  const strange = rows.map((row) => String(row['ip_address'])).filter((ip) => isIP(ip) === 0)
  expect(strange).toEqual([])
})

test.each(['utf-16', 'latin1'])('a body in %s is 415: JSON is UTF-8', async (charset) => {
  const answer = await server.post('/api/auth/forgot-password', '{"email":"ada@example.org"}', {
    'content-type': `application/json; charset=${charset}`,
  })
  expect(answer.status).toBe(415)
})

test('garbage behind a request does not take the answer of the request', async () => {
  const body = '{"email":"ada@example.org","password":"Wrong-1-password"}'
  const head = `POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  const answers = await talk(server.port, [head + body, 'GARBAGE\r\n\r\n'], { pauseMs: 50 })
  expect(answers).toMatch(/^HTTP\/1\.1 401 /)
})

test('an expectation that we do not meet is refused with a problem and a request id', async () => {
  const request = 'GET /api/health HTTP/1.1\r\nHost: localhost\r\nExpect: cake\r\n\r\n'
  const answer = await talk(server.port, [request], { silenceMs: 500 })
  expect(answer.toLowerCase()).toContain('x-request-id: ')
})
