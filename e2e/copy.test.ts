import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { type Account, anAccount, bearer, login } from './account.ts'
import { latchkey, startLatchkey } from './process.ts'
import { aFolder, freePort, startServer } from './server.ts'

const NAMES = ['PostgreSQL', 'MySQL'] as const
const SERVERS = await Promise.all(
  NAMES.map(async (name) => ({ name, isThere: await answers(name) })),
)

const MANY = 40_000
const dataDir = aFolder()
const env = { DATA_DIR: dataDir, PUBLIC_URL: 'http://localhost:3000' }
const cwd = dataDir
let account: Account
let accessToken: string | undefined
beforeAll(async () => {
  const server = await startServer({ dataDir, env })
  account = await anAccount(server)
  accessToken = (await login(server, account)).body.accessToken
  await server.stop()
  // Now no mail gets out: the next one waits.
  const SMTP_URL = `smtp://127.0.0.1:${await freePort()}`
  const silent = await startServer({ dataDir, env: { ...env, SMTP_URL } })
  await silent.post('/api/auth/forgot-password', { email: account.email })
  await silent.stop()
  const database = new DatabaseSync(join(dataDir, 'latchkey.db'))
  database.exec(`update messages set next_try_at = 0 where next_try_at is not null`)
  database.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${MANY})
    insert into audit_events (id, at, action, resource, success, metadata)
    select 'event-' || n, 1700000000000 + n, 'authn_login_success', 'session', 1, '{}' from numbers`)
  database.close()
})
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

for (const { name, isThere } of SERVERS)
  describe.skipIf(!isThere)(`from a file to ${name}`, () => {
    let target: ServerDatabase
    beforeAll(async () => {
      target = await createServerDatabase(name)
    })
    afterAll(() => target.drop())

    test('a copy that was killed goes on, and who was signed in stays signed in', async () => {
      const args = ['copy', '--to', '-']
      let hasEnded = false
      const killed = startLatchkey(args, { env, cwd, input: `${target.url}\n` })
      void killed.exit.then(() => {
        hasEnded = true
      })
      while (!/Copying 2\d %/.test(killed.output()) && !hasEnded) await wait(5)
      killed.signal('SIGKILL')
      expect((await killed.exit).signal, killed.output()).toBe('SIGKILL')

      const half = { ...env, DATABASE_URL: target.url }
      const refused = await latchkey(['start'], { env: half, cwd })
      expect(refused.output).toContain('a copy that is not finished')

      const copied = await latchkey(args, { env, cwd, input: target.url })
      expect(copied.output).not.toMatch(/Copying 1?\d %/)
      expect(copied.output).toMatch(/audit_events +4\d{4} rows +[\da-f]{16} {2}alike/)
      expect(copied.code).toBe(0)

      const server = await startServer({ dataDir, env: half })
      expect((await server.get('/api/auth/me', bearer(accessToken))).body.user?.id).toBe(account.id)
      const { refreshToken, email } = account
      expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(200)
      expect((await login(server, account)).status).toBe(200)
      const mails = await server.inbox(email)
      expect(mails.some(({ text }) => text.includes('/auth/reset-password'))).toBe(true)
      expect(server.faults()).toEqual([])
      await server.stop()

      const again = await latchkey(args, { env, cwd, input: target.url })
      expect(again.code).toBe(1)
      expect(again.output).toContain('The target is not empty')
    })
  })

test('a target that is no server is refused', async () => {
  const refused = await latchkey(['copy', '--to', 'sqlite:./other.db'], { env, cwd })
  expect(refused.code).toBe(1)
  expect(refused.output).toContain('--to must be a URL')
})
