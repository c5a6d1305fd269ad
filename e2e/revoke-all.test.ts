import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aMailedOtp,
  anAccount,
  aResetToken,
  aStagedSignUp,
  bearer,
  login,
  OTHER_PASSWORD,
  verify,
  verifyOtp,
} from './account.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const dataDir = aFolder()
let one: TestServer
let other: TestServer
beforeAll(async () => {
  one = await startServer({ dataDir })
  other = await startServer({ dataDir, env: { PUBLIC_URL: one.url } })
})
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()])
  rmSync(dataDir, { recursive: true, force: true })
})

const revokeAll = (...more: string[]) =>
  latchkey(['tokens', 'revoke-all', ...more], { env: one.env, cwd: dataDir })

const isAccepted = async (server: TestServer, accessToken: string | undefined) =>
  (await server.get('/api/auth/session', bearer(accessToken))).status === 200

/** Milliseconds until a server refuses the token. */
const untilRefused = async (server: TestServer, accessToken: string): Promise<number> => {
  const begun = performance.now()
  while (await isAccepted(server, accessToken)) await wait(10)
  return performance.now() - begun
}

test('without a terminal and without --yes nothing is revoked', async () => {
  const account = await anAccount(one)
  const refused = await revokeAll()
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('--yes')
  expect(await isAccepted(one, account.accessToken)).toBe(true)
})

test('no token from before is good on any server, and everybody can sign in again', async () => {
  const account = await anAccount(one)
  const staged = await aStagedSignUp(one)
  const reset = await aResetToken(one, account.email)
  const otp = await aMailedOtp(one, { email: account.email })
  for (const server of [one, other])
    expect(await isAccepted(server, account.accessToken)).toBe(true)

  const done = await revokeAll('--yes')
  expect(done.output).toContain('within a second')
  expect(done.code).toBe(0)
  for (const server of [one, other])
    expect(await untilRefused(server, account.accessToken)).toBeLessThan(1000)

  const { refreshToken } = account
  expect((await other.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
  const newPassword = { token: reset, password: OTHER_PASSWORD }
  expect((await one.post('/api/auth/reset-password', newPassword)).status).toBe(400)
  expect((await verifyOtp(one, otp)).status).toBe(401)
  const { registrationToken, link: token } = staged
  expect((await verify(one, { registrationToken, token })).status).toBe(400)

  const { body: session } = await login(one, account)
  await wait(1000)
  for (const server of [one, other])
    expect(await isAccepted(server, session.accessToken)).toBe(true)
  const { keys = [] } = (await other.get('/.well-known/jwks.json')).body
  expect(keys).toHaveLength(1)
  const events = one.rows("select * from audit_events where metadata like '%revoke_all%'")
  expect(events).toHaveLength(1)
  expect([...one.faults(), ...other.faults()]).toEqual([])
})
