import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import { freePort, startServer, type TestServer } from './server.ts'

interface Examined {
  readonly at: string
  readonly findings: readonly {
    readonly area: string
    readonly check: string
    readonly status: string
    readonly cause: string
    readonly fix: string | null
  }[]
}

let server: TestServer
let token: string
const admin = { email: aNewAddress(), password: PASSWORD }
const SECRETS = ['hunter2', 'hunter3']

beforeAll(async () => {
  const nobody = await freePort()
  server = await startServer({
    env: {
      BOOTSTRAP_ADMIN_EMAIL: admin.email,
      BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
      SMTP_URL: `smtp://ada:${SECRETS[0]}@127.0.0.1:${nobody}`,
      REDIS_URL: `redis://ada:${SECRETS[1]}@127.0.0.1:${nobody}`,
    },
  })
  token = (await login(server, admin)).body.accessToken ?? ''
})
afterAll(() => server.stop())

const ask = () => server.get('/api/admin/doctor', bearer(token))

test('nobody sees it without the permission', async () => {
  const other = await startServer()
  onTestFinished(() => void other.stop())
  const path = '/api/admin/doctor'
  expect((await other.get(path)).status).toBe(401)
  const { accessToken } = await anAccount(other)
  expect((await other.get(path, bearer(accessToken))).status).toBe(403)
})

test('what is broken is found with a mend, what works is said to, and no secret is told', async () => {
  const { status, text } = await ask()
  expect(status).toBe(200)
  const { findings } = JSON.parse(text) as Examined
  const of = (area: string) => findings.filter((finding) => finding.area === area)
  for (const area of ['mail', 'cache'])
    expect(of(area)).toEqual([
      expect.objectContaining({ status: 'problem', fix: expect.stringMatching(/_URL/) }),
    ])
  expect(of('database').map(({ check, status }) => [check, status])).toEqual([
    ['database', 'ok'],
    ['migrations', 'ok'],
    ['disk', expect.anything()],
    ['settings', 'ok'],
  ])
  expect(of('clock')).toEqual([expect.objectContaining({ status: 'ok', fix: null })])
  for (const secret of [...SECRETS, admin.email, PASSWORD]) expect(text).not.toContain(secret)
})

test('who asks again at once gets the same answer: others are not connected to more often', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask()))
  const times = answers.map(({ text }) => (JSON.parse(text) as Examined).at)
  expect(new Set(times).size).toBe(1)
})
