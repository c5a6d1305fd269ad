import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  bearer,
  login,
  PASSWORD,
  register,
} from '../account.ts'
import type { Answer } from '../request.ts'
import { startServer, type TestServer } from '../server.ts'
import { holdLock } from './lock-holder.ts'

/** Longer than the server's patience of 5 s. */
const LOCKED_MS = 8_000

let server: TestServer
let ada: Account
beforeAll(async () => {
  server = await startServer({ env: { HASH_MAX_WAIT_MS: '60000' } })
  ada = await anAccount(server)
})
afterAll(() => server.stop())

const write = (kind: number): Promise<Answer> => {
  const address = { email: aNewAddress() }
  if (kind === 0) return register(server, { ...address, password: PASSWORD })
  if (kind === 1) return login(server, ada)
  if (kind === 2) return server.post('/api/auth/refresh-token', { refreshToken: ada.refreshToken })
  return server.post('/api/auth/forgot-password', address)
}

const isRefusedForNow = ({ status, headers, body }: Answer): boolean =>
  status === 503 && body.code === 'unavailable' && Number(headers['retry-after']) >= 1

test('while another process keeps the database locked writes wait or answer 503 and reads go on', async () => {
  const lock = await holdLock(join(server.dataDir, 'latchkey.db'), LOCKED_MS)
  const writes = Promise.all(Array.from({ length: 10 }, (_, kind) => write(kind)))
  for (let reads = 0; reads < 10; reads++) {
    expect((await server.get('/api/auth/me', bearer(ada.accessToken))).status).toBe(200)
    await wait(100)
  }
  const answers = await writes
  expect(answers.filter((answer) => answer.status >= 400 && !isRefusedForNow(answer))).toEqual([])
  expect(answers.some(isRefusedForNow)).toBe(true)
  expect((await server.get('/api/health/live')).status).toBe(200)

  await lock.released
  await vi.waitFor(async () => expect((await login(server, ada)).status).toBe(200), {
    timeout: 10_000,
  })
  const afterwards = await Promise.all([0, 1, 2, 3].map(write))
  expect(afterwards.map(({ status }) => status)).toEqual([202, 200, 200, 202])
})

test('a lock that is short holds writes up and refuses none', async () => {
  const lock = await holdLock(join(server.dataDir, 'latchkey.db'), 1_500)
  const answers = await Promise.all([1, 3, 3, 3].map(write))
  await lock.released
  expect(answers.map(({ status }) => status)).toEqual([200, 202, 202, 202])
})
