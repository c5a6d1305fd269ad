import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bearer, login } from './account.ts'
import { latchkey } from './process.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ hasLimits: true })
})
afterAll(async () => {
  await server.stop()
})
const run = (...args: string[]) => latchkey(args, { env: server.env, cwd: server.dataDir })
const count = (sql: string): number => Number(server.rows(sql)[0]?.['n'])

test('demo users are in the state they show, lists and days are not empty, and the audit log is whole', async () => {
  const seeded = await run('demo', 'seed')
  expect(seeded.code).toBe(0)
  const [, password = ''] = /The password of them all: (\S+)/.exec(seeded.output) ?? []
  expect(seeded.output).toContain('grace@demo.example')
  const statusOf = async (name: string) =>
    (await login(server, { email: `${name}@demo.example`, password })).status
  expect(await statusOf('ada')).toBe(200)
  for (const name of ['otto', 'lola', 'dora', 'una', 'stella'])
    expect([name, await statusOf(name)]).toEqual([name, 401])

  const admin = await login(server, { email: 'grace@demo.example', password })
  const listed = await server.get('/api/admin/users', bearer(String(admin.body['accessToken'])))
  expect(JSON.parse(listed.text).users).toHaveLength(9)
  expect(await server.inbox('rita@demo.example')).toHaveLength(1)
  expect(await server.inbox('stella@demo.example')).toHaveLength(1)

  expect(count('select count(*) as n from invitations')).toBe(2)

  const unlinked = 'select count(*) as n from audit_events where sequence is null'
  await expect.poll(() => count(unlinked), { timeout: 20_000 }).toBe(0)
  expect(count('select count(distinct at / 86400000) as n from audit_events')).toBeGreaterThan(29)
  const early = `select count(*) as n from audit_events e join users u on u.id = e.user_id
    where e.at < u.created_at`
  expect(count(early)).toBe(0)
  const forgotten = `select count(distinct u.id) as n from audit_events e join users u on u.id = e.user_id
    where e.action = 'authn_login_success' and u.last_login_at is null`
  expect(count(forgotten)).toBe(0)
  expect((await run('audit', 'verify')).code).toBe(0)
  expect(server.faults()).toEqual([])
}, 120_000)

test('the demo is seeded once', async () => {
  const again = await run('demo', 'seed')
  expect(again.output).toContain('is there already')
  expect(again.code).toBe(1)
})

test('there are no demo users in production', async () => {
  const production = {
    ...{ NODE_ENV: 'production', PUBLIC_URL: 'https://auth.example.org' },
    ...{ LATCHKEY_SECRET: randomBytes(32).toString('base64') },
    ...{ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'Latchkey <no-reply@example.org>' },
  }
  const env = { ...server.env, ...production }
  const refused = await latchkey(['demo', 'seed'], { env, cwd: server.dataDir })
  expect(refused.output).toContain('none in production')
  expect(refused.code).toBe(1)
})
