import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAccount, login } from './account.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.stop()
})

const unlinked = () =>
  Number(server.rows('select count(*) as n from audit_events where sequence is null')[0]?.['n'])
const run = (...args: string[]) => latchkey(args, { env: server.env, cwd: server.dataDir })

test('what happens is linked within seconds, verified beside the server, and a change is named', async () => {
  const account = await anAccount(server)
  await login(server, account)
  await server.post('/api/auth/login', { email: account.email, password: 'wrong' })
  await server.post('/api/auth/reset-password', { token: 'nonsense', password: account.password })
  await expect.poll(unlinked, { timeout: 10_000 }).toBe(0)
  const events = server.rows('select * from audit_events order by sequence')
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'authn_login_success',
      'authn_login_fail',
      'authn_password_change_fail',
    ]),
  )
  const whole = await run('audit', 'verify')
  expect(whole.output).toMatch(
    new RegExp(`^${events.length} events and \\d+ checkpoints? are as they were`),
  )
  expect(whole.code).toBe(0)

  const victim = events[2]
  server.change(
    'update audit_events set ip_address = ? where id = ?',
    '203.0.113.66',
    String(victim?.['id']),
  )
  const changed = await run('audit', 'verify')
  expect(changed.code).toBe(1)
  expect(changed.output).toContain(`Event ${victim?.['id']}`)
  expect(changed.output).toContain('(number 3)')

  expect((await run('audit', 'restart')).code).toBe(1)
  expect((await run('audit', 'restart', '--yes')).code).toBe(0)
  await expect.poll(unlinked, { timeout: 10_000 }).toBe(0)
  const restarted = await run('audit', 'verify')
  expect(restarted.output).toContain(`${events.length} events of these were there before the chain`)
  expect(restarted.code).toBe(0)
})

test('a checkpoint that no server of this database logged is refused, and so is nonsense', async () => {
  const foreign = `1:00000000.${'A'.repeat(43)}`
  const refused = await run('audit', 'verify', '--checkpoint', foreign)
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('At number 1 the event here is another than')
  expect((await run('audit', 'verify', '--checkpoint', 'nonsense')).output).toContain(
    'a checkpoint is',
  )
})

test('without the secret the log is no evidence, and nobody is told that it is', async () => {
  const secret = readFileSync(`${server.dataDir}/latchkey.secret`, 'utf8').trim()
  const other = Buffer.alloc(32, 9).toString('base64')
  expect(other).not.toBe(secret)
  const env = { ...server.env, LATCHKEY_SECRET: other }
  const refused = await latchkey(['audit', 'verify'], { env, cwd: server.dataDir })
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('another LATCHKEY_SECRET')
})

test('when the process that links is killed, another one links what it left', async () => {
  const dataDir = aFolder()
  const env = { PUBLIC_URL: 'http://localhost:3000' }
  const one = await startServer({ dataDir, env })
  const two = await startServer({ dataDir, env })
  const refuse = ({ post }: TestServer) =>
    post('/api/auth/reset-password', { token: 'nonsense', password: 'Correct-Horse-7' })
  const linked = () => Number(two.rows('select count(sequence) as n from audit_events')[0]?.['n'])
  const holder = () => String(two.rows('select lease_owner from audit_chain')[0]?.['lease_owner'])

  await refuse(one)
  await expect.poll(linked, { timeout: 10_000 }).toBe(1)
  const isOne = holder().includes(`:${one.pid}:`)
  const [dying, living] = isOne ? [one, two] : [two, one]
  await dying.kill()
  for (let n = 0; n < 5; n++) await refuse(living)
  await expect.poll(linked, { timeout: 15_000 }).toBe(6)
  expect(holder()).toContain(`:${living.pid}:`)

  const verified = await latchkey(['audit', 'verify'], { env: living.env, cwd: dataDir })
  expect(verified.output).toMatch(/^6 events/)
  expect(verified.code).toBe(0)
  await living.stop()
  expect(holder()).toBe('null')
  rmSync(dataDir, { recursive: true, force: true })
})
