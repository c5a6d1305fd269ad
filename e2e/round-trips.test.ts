import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answers, createServerDatabase, readsOf } from '../packages/sql/src/testing/test-servers.ts'
import { anAccount, bearer, login } from './account.ts'
import { startServer } from './server.ts'

/** Many more than what the start, the sign-in and the looks twice a second read meanwhile. */
const CALLS = 600
/** PostgreSQL tells what a connection did when it ends. */
const ENDED_MS = 1_000

const isThere = await answers('PostgreSQL')

describe.skipIf(!isThere)('what a request asks of the database', () => {
  /** How often each call reads each table, rounded. */
  const readsPerCall = async (path: string) => {
    const database = await createServerDatabase('PostgreSQL')
    const server = await startServer({ env: { DATABASE_URL: database.url } })
    try {
      const headers = bearer((await login(server, await anAccount(server))).body.accessToken)
      for (let call = 0; call < CALLS; call++)
        expect((await server.get(path, headers)).status).toBe(200)
      await server.stop()
      await wait(ENDED_MS)
      const perCall = async (table: string) =>
        Math.round((await readsOf(database.url, table)) / CALLS)
      return { users: await perCall('users'), sessions: await perCall('sessions') }
    } finally {
      await server.kill()
      await database.drop()
    }
  }

  test('a token is checked without the database', async () => {
    expect(await readsPerCall('/api/auth/session')).toEqual({ users: 0, sessions: 0 })
  })

  test('whoever asks who they are costs one read of their row', async () => {
    expect(await readsPerCall('/api/auth/me')).toEqual({ users: 1, sessions: 0 })
  })
})
