import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aNewAddress, bearer, login, PASSWORD } from './account.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const linkOf = (server: TestServer): string | undefined =>
  /\/setup#token=([\w-]+)/.exec(server.logs())?.[1]

/** Lets the banner arrive: it is printed after the server listens. */
const printedLink = async (server: TestServer): Promise<string | undefined> => {
  for (let waits = 0; waits < 100 && !server.logs().includes('Mailbox'); waits++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 50))
  return linkOf(server)
}

const aPerson = () => ({
  firstName: 'Grace',
  lastName: 'Hopper',
  email: aNewAddress(),
  password: PASSWORD,
})

test('the printed link makes the first administrator once; then set-up is gone for ever', async () => {
  const server = await startServer()
  try {
    const token = await printedLink(server)
    expect(server.logs()).toContain(`${server.url}/setup#token=`)
    expect((await server.get('/api/setup')).status).toBe(200)
    const person = aPerson()
    const wrong = await server.post('/api/setup', { ...person, token: 'junk' })
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_or_expired_token'])
    const weak = await server.post('/api/setup', { ...person, token, password: 'short' })
    expect([weak.status, weak.body.code]).toEqual([400, 'validation_failed'])

    const racing = Array.from({ length: 8 }, () =>
      server.post('/api/setup', { ...person, email: aNewAddress(), token }),
    )
    const answers = await Promise.all(racing)
    const made = answers.filter(({ status }) => status === 201)
    expect(made).toHaveLength(1)
    for (const { status } of answers) expect([201, 400, 404]).toContain(status)
    expect(made[0]?.body.user).toMatchObject({ firstName: 'Grace', emailVerified: true })
    expect(made[0]?.body.user?.['roles']).toContain('admin')
    const me = await server.get('/api/auth/me', bearer(made[0]?.body.accessToken))
    expect(me.body.user?.['roles']).toContain('admin')
    expect(server.rows('select user_id from user_roles')).toHaveLength(1)

    const bodies = [{ ...person, token }, {}, [], 'not json', '{"token":', undefined, { token: 7 }]
    for (const body of bodies) {
      const answer = await server.post('/api/setup', body)
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    }
    const asked = await server.get('/api/setup')
    expect([asked.status, asked.body.code]).toEqual([404, 'not_found'])
    const text = await server.post('/api/setup', 'x', { 'content-type': 'text/plain' })
    expect(text.status).toBe(404)
  } finally {
    await server.stop()
  }
})

test('a new link at every start until one was used, and only the newest counts', async () => {
  const dataDir = aFolder()
  const first = await startServer({ dataDir })
  const old = await printedLink(first)
  await first.stop()
  const second = await startServer({ dataDir })
  const token = await printedLink(second)
  expect(token).not.toBe(old)
  expect((await second.post('/api/setup', { ...aPerson(), token: old })).status).toBe(400)
  const cookie = { 'x-token-delivery': 'cookie' }
  const made = await second.post('/api/setup', { ...aPerson(), token }, cookie)
  expect(made.status).toBe(201)
  expect(made.cookies.some((line) => line.startsWith('latchkey_access='))).toBe(true)
  expect(made.body).not.toHaveProperty('accessToken')
  await second.stop()
  const third = await startServer({ dataDir })
  expect(await printedLink(third)).toBeUndefined()
  expect((await third.post('/api/setup', { ...aPerson(), token })).status).toBe(404)
  await third.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a start that fails because the port is taken leaves the printed link good', async () => {
  const server = await startServer()
  try {
    const token = await printedLink(server)
    const failed = await latchkey(['start'], { env: server.env, cwd: server.dataDir })
    expect(failed.code).toBe(1)
    expect((await server.post('/api/setup', { ...aPerson(), token })).status).toBe(201)
  } finally {
    await server.stop()
  }
})

test('BOOTSTRAP_ADMIN_… make the administrator while there is none, and nothing afterwards', async () => {
  const dataDir = aFolder()
  const email = aNewAddress()
  const env = { BOOTSTRAP_ADMIN_EMAIL: email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  const server = await startServer({ dataDir, env })
  expect(await printedLink(server)).toBeUndefined()
  const signedIn = await login(server, { email, password: PASSWORD })
  expect(signedIn.body.user?.['roles']).toContain('admin')
  expect((await server.post('/api/setup', {})).status).toBe(404)
  await server.stop()

  const other = { ...env, BOOTSTRAP_ADMIN_EMAIL: aNewAddress() }
  const again = await startServer({ dataDir, env: other })
  const second = await login(again, { email: other.BOOTSTRAP_ADMIN_EMAIL, password: PASSWORD })
  expect(second.status).toBe(401)
  expect(again.rows('select id from users')).toHaveLength(1)
  await again.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

test('an administrator made on the console closes set-up on the running server', async () => {
  const server = await startServer()
  try {
    const token = await printedLink(server)
    const email = aNewAddress()
    const command = { env: server.env, cwd: server.dataDir, input: `${PASSWORD}\n` }
    const made = await latchkey(['admin', 'create', '--email', email], command)
    expect(made.code, made.output).toBe(0)
    expect((await server.post('/api/setup', { ...aPerson(), token })).status).toBe(404)
    const signedIn = await login(server, { email, password: PASSWORD })
    expect(signedIn.body.user?.['roles']).toContain('admin')
  } finally {
    await server.stop()
  }
})
