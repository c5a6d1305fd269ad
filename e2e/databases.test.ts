import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { anAccount, bearer, login } from './account.ts'
import { latchkey } from './process.ts'
import { startServer, type TestServer } from './server.ts'

const NAMES = ['PostgreSQL', 'MySQL'] as const
const SERVERS = await Promise.all(
  NAMES.map(async (name) => ({ name, isThere: await answers(name) })),
)

for (const { name, isThere } of SERVERS)
  describe.skipIf(!isThere)(`everything is kept in ${name}`, () => {
    let database: ServerDatabase
    let server: TestServer
    beforeAll(async () => {
      database = await createServerDatabase(name)
      server = await startServer({ env: { DATABASE_URL: database.url } })
    })
    afterAll(async () => {
      await server.stop()
      await database.drop()
    })

    test('somebody signs up, verifies, signs in, stays signed in and signs out', async () => {
      const account = await anAccount(server)
      const { body: session } = await login(server, account)
      const me = await server.get('/api/auth/me', bearer(session.accessToken))
      expect(me.body.user?.email).toBe(account.email)
      const refresh = (refreshToken: string | undefined) =>
        server.post('/api/auth/refresh-token', { refreshToken })
      const { body: next, status } = await refresh(session.refreshToken)
      expect(status).toBe(200)
      const access = bearer(next.accessToken)
      expect((await server.post('/api/auth/logout', {}, access)).status).toBe(200)
      expect((await refresh(next.refreshToken)).status).toBe(401)
      expect((await server.get('/api/auth/me', access)).status).toBe(401)
      expect(server.faults()).toEqual([])
    })

    test('doctor and migrate know the database, and no output has its password', async () => {
      const url = new URL(database.url)
      const env = { ...server.env, DATABASE_URL: url.href }
      const doctor = await latchkey(['doctor'], { env, cwd: server.dataDir })
      expect(doctor.output).toContain(`✓ database: ${url.protocol}//`)
      expect(doctor.output).toContain('✓ migrations: all applied')
      expect(doctor.code).toBe(0)
      const status = await latchkey(['migrate', 'status'], { env, cwd: server.dataDir })
      expect(status.output).toContain('0001-foundation')
      url.password = 'hunter2'
      url.pathname = '/no_such_database'
      const wrong = { ...env, DATABASE_URL: url.href }
      const refused = await latchkey(['start'], { env: wrong, cwd: server.dataDir })
      expect(refused.code).toBe(1)
      expect(refused.output).toContain('cannot be used because')
      expect(refused.output).not.toContain('hunter2')
    })
  })
