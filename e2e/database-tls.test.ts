import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAccount, bearer, login } from './account.ts'
import {
  canRunPostgres,
  certificateOf,
  type PostgresNode,
  postgresNode,
} from './faults/postgres-node.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer } from './server.ts'

describe.skipIf(!canRunPostgres)('a PostgreSQL server that takes nothing but TLS', () => {
  let node: PostgresNode
  beforeAll(async () => {
    node = await postgresNode({ tls: true })
    await node.start()
  })
  afterAll(() => node.remove())

  const urlWith = (parameters: string): string =>
    `${node.url.replace('127.0.0.1', 'localhost')}${parameters}`
  const doctor = (parameters: string) =>
    latchkey(['doctor'], { env: { DATABASE_URL: urlWith(parameters) }, cwd: aFolder() })

  test('is used over TLS, with its certificate checked', async () => {
    const trusted = `?sslmode=verify-full&sslrootcert=${certificateOf(node.folder)}`
    const server = await startServer({ env: { DATABASE_URL: urlWith(trusted) } })
    try {
      const { body } = await login(server, await anAccount(server))
      expect((await server.get('/api/auth/me', bearer(body.accessToken))).status).toBe(200)
    } finally {
      await server.stop()
    }
  })

  test('is not talked to in clear, nor when nobody vouches for its certificate', async () => {
    const plain = await doctor('')
    expect(plain.code).toBe(1)
    const unknown = await doctor('?sslmode=verify-full')
    expect(unknown.code).toBe(1)
    expect(unknown.output).toMatch(/certificate/)
    expect((await doctor('?sslmode=require')).code).toBe(0)
  })
})
