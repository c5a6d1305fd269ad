import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMailedOtp, aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import { startServer, type TestServer } from './server.ts'

interface Stats {
  readonly at: string
  readonly activeSessions: number
  readonly users: { readonly total: number }
  readonly days: readonly {
    readonly date: string
    readonly logins: number
    readonly failures: number
    readonly uniqueIps: number
    readonly newUsers: number
  }[]
  readonly mailQueue: { readonly pending: number; readonly failed: number }
}

let server: TestServer
let token: string
const admin = { email: aNewAddress(), password: PASSWORD }

const ask = (query = '', by = token) => server.get(`/api/admin/stats${query}`, bearer(by))
const stats = async (query = ''): Promise<Stats> => JSON.parse((await ask(query)).text)
/** The sums of all days: the test may run over midnight. */
const sums = ({ days }: Stats) => ({
  logins: days.reduce((sum, day) => sum + day.logins, 0),
  failures: days.reduce((sum, day) => sum + day.failures, 0),
  newUsers: days.reduce((sum, day) => sum + day.newUsers, 0),
})

beforeAll(async () => {
  const boot = { BOOTSTRAP_ADMIN_EMAIL: admin.email, BOOTSTRAP_ADMIN_PASSWORD: PASSWORD }
  server = await startServer({ env: boot })
  token = (await login(server, admin)).body.accessToken ?? ''
})
afterAll(() => server.stop())

test('what just happened is in the figures at once', async () => {
  const before = await stats()
  const ada = await anAccount(server)
  await login(server, ada)
  await login(server, { ...ada, password: 'Wrong-Password-1' })
  const after = await stats()
  expect(sums(after)).toEqual({
    logins: sums(before).logins + 2,
    failures: sums(before).failures + 1,
    newUsers: sums(before).newUsers + 1,
  })
  expect(after.activeSessions).toBe(before.activeSessions + 2)
  expect(after.users.total).toBe(before.users.total + 1)
  expect(Math.max(...after.days.map(({ uniqueIps }) => uniqueIps))).toBe(1)
  await server.post('/api/auth/logout-all', {}, bearer(ada.accessToken))
  expect((await stats()).activeSessions).toBe(before.activeSessions)
})

test('there are as many days as were asked for, and the last one is today', async () => {
  for (const [query, days] of [
    ['', 30],
    ['?days=1', 1],
    ['?days=90', 90],
  ] as const) {
    const figures = await stats(query)
    expect(figures.days).toHaveLength(days)
    expect(figures.days.at(-1)?.date).toBe(figures.at.slice(0, 10))
    expect(figures.days.map(({ date }) => date)).toEqual(
      figures.days.map(({ date }) => date).toSorted(),
    )
  }
})

test('mails that were sent wait no longer', async () => {
  await aMailedOtp(server)
  await expect
    .poll(async () => (await stats()).mailQueue)
    .toEqual({
      pending: 0,
      oldestAt: null,
      failed: 0,
    })
})

test('anything but a number of days is refused', async () => {
  for (const query of ['0', '91', '-1', '1.5', 'x', '%00', '1&days=2', '1e9', ''])
    expect((await ask(`?days=${query}`)).status, query).toBe(400)
})

test('nobody sees the figures without the permission, whatever they send', async () => {
  const { accessToken } = await anAccount(server)
  for (const query of ['', '?days=x']) {
    expect((await server.get(`/api/admin/stats${query}`)).status).toBe(401)
    expect((await ask(query, accessToken)).status).toBe(403)
  }
  expect(server.faults()).toEqual([])
})
