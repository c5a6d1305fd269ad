import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { latchkey } from './process.ts'
import { startServer, type TestServer } from './server.ts'
import { signsInByCode, signsInByPassword } from './sign-in-flows.ts'

const NAMES = ['PostgreSQL', 'MySQL'] as const
const SERVERS = await Promise.all(
  NAMES.map(async (name) => ({ name, isThere: await answers(name) })),
)

test('on SQLite a mailed code signs somebody up, later signs them in, and works once', async () => {
  const server = await startServer()
  onTestFinished(async () => void (await server.stop()))
  await signsInByCode(server)
})

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

    test('somebody signs up, verifies, signs in, stays signed in and signs out', () =>
      signsInByPassword(server))

    test('a mailed code signs somebody up, later signs them in, and works once', () =>
      signsInByCode(server))

    test('no picture is found by what can be no id, without a fault', async () => {
      for (const id of ['%00', 'x%00', '%F0%9F%98%80', 'x'.repeat(5000)])
        expect((await server.get(`/api/avatars/${id}`)).body.code).toBe('not_found')
      expect(server.faults()).toEqual([])
    })

    test('doctor and migrate know the database, and no output has its password', async () => {
      const url = new URL(database.url)
      const env = { ...server.env, DATABASE_URL: url.href }
      const doctor = await latchkey(['doctor'], { env, cwd: server.dataDir })
      expect(doctor.output).toContain(`✓ database: ${url.protocol}//`)
      expect(doctor.output).toContain('✓ migrations: all applied')
      expect(doctor.output).not.toContain('disk')
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
