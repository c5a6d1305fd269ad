import { expect, vi } from 'vitest'
import { serverRows } from '../../packages/sql/src/testing/server-rows.ts'
import {
  createServerDatabase,
  type ServerDatabase,
} from '../../packages/sql/src/testing/test-servers.ts'
import {
  aMailedOtp,
  aNewAddress,
  bearer,
  login,
  OTHER_PASSWORD,
  PASSWORD,
  verifyOtp,
} from '../account.ts'
import type { Answer } from '../request.ts'
import { startServer, type TestServer } from '../server.ts'

/** Few, so that fewer hashes show the same. */
const SETTINGS = {
  max_login_attempts: 3,
  rate_limit_login_requests: 2,
  refresh_grace_seconds: 0,
}

/** A server with the limits of the product, and what a test of the ways in needs beside it. */
export interface World {
  /** How its first administrator came in, by the printed link. */
  readonly setUp: Answer
  /** The server as somebody sees it whose network nobody else has. */
  caller(): TestServer
  /** Locks the account of an address, by wrong passwords from everywhere. */
  lock(email: string): Promise<void>
  disable(userId: string): Promise<void>
  invite(email: string): Promise<void>
  /** How many audit events there are of an action, with a code or about a user. */
  count(
    action: string,
    about: { readonly code?: string; readonly userId?: string },
  ): Promise<number>
  stop(): Promise<void>
}

export const aWorld = async (engine: 'SQLite' | 'PostgreSQL'): Promise<World> => {
  const database = engine === 'SQLite' ? null : await createServerDatabase(engine)
  const server = await startServer({
    hasLimits: true,
    env: {
      TRUST_PROXY: '127.0.0.1',
      HASH_MAX_WAIT_MS: '60000',
      SETTINGS: JSON.stringify(SETTINGS),
      ...(database && { DATABASE_URL: database.url }),
    },
  })
  const caller = callers(server)
  const setUp = await setUpBy(server)
  const admin = bearer(setUp.body.accessToken)
  const look = await rowsOf(server, database)
  return {
    setUp,
    caller,
    async lock(email) {
      for (let n = 0; n < SETTINGS.max_login_attempts; n++) {
        const wrong = await login(caller(), { email, password: OTHER_PASSWORD })
        expect(wrong.status).toBe(401)
      }
    },
    async disable(userId) {
      const disabled = await server.post(`/api/admin/users/${userId}/disable`, {}, admin)
      expect(disabled.status).toBe(200)
    },
    async invite(email) {
      const invited = await server.post('/api/admin/users', { email }, admin)
      expect(invited.status).toBe(201)
    },
    async count(action, { code, userId }) {
      const conditions = [`action = '${action}'`]
      if (code !== undefined) conditions.push(`code = '${code}'`)
      if (userId !== undefined) conditions.push(`user_id = '${userId}'`)
      const where = conditions.join(' and ')
      const [row] = await look.rows(`select count(*) as n from audit_events where ${where}`)
      return Number(row?.['n'])
    },
    async stop() {
      await look.close()
      await server.stop()
      await database?.drop()
    },
  }
}

/** Only what is sent says where it comes from: the dev mailbox answers to no proxy. */
const callers = (server: TestServer) => {
  let networks = 0
  return (): TestServer => {
    const n = networks++
    const source = { 'x-forwarded-for': `198.18.${n >> 8}.${n & 255}` }
    const post: TestServer['post'] = (path, body, headers = {}) =>
      server.post(path, body, { ...source, ...headers })
    return { ...server, post }
  }
}

const setUpBy = async (server: TestServer): Promise<Answer> => {
  const token = await vi.waitUntil(() => /\/setup#token=([\w-]+)/.exec(server.logs())?.[1], {
    timeout: 30_000,
    interval: 25,
  })
  const person = { firstName: 'Grace', lastName: 'Hopper', email: aNewAddress() }
  const answer = await server.post('/api/setup', { ...person, password: PASSWORD, token })
  expect(answer.status).toBe(201)
  return answer
}

const rowsOf = async (server: TestServer, database: ServerDatabase | null) =>
  database
    ? serverRows(database.url)
    : {
        rows: async (statement: string) => server.rows(statement),
        close: async () => undefined,
      }

/** A user with a session and without a password: costs no hash. */
export const aPerson = async (caller: TestServer) => {
  const sent = await aMailedOtp(caller)
  const { body } = await verifyOtp(caller, sent)
  const { user, refreshToken = '' } = body
  expect(user).toBeDefined()
  return { email: sent.email, id: user?.id ?? '', refreshToken }
}

export const refresh = (caller: TestServer, refreshToken: string | undefined): Promise<Answer> =>
  caller.post('/api/auth/refresh-token', { refreshToken })

export const expectIn = ({ status, body }: Answer): void => {
  expect([status, typeof body.accessToken, typeof body.refreshToken]).toEqual([
    200,
    'string',
    'string',
  ])
}

export const expectRefused = ({ status, body }: Answer, as: number, code: string): void =>
  expect([status, body.code, body.accessToken]).toEqual([as, code, undefined])

/** The session of an answer is good, until its user ends all of theirs. */
export const expectRevocable = async (
  caller: TestServer,
  { body: { accessToken, refreshToken } }: Answer,
): Promise<void> => {
  const state = async () => (await caller.get('/api/auth/session', bearer(accessToken))).status
  expect(await state()).toBe(200)
  const ended = await caller.post('/api/auth/logout-all', {}, bearer(accessToken))
  expect(ended.status).toBe(200)
  expect(await state()).toBe(401)
  expectRefused(await refresh(caller, refreshToken), 401, 'invalid_refresh_token')
}

/** `act` leaves exactly one event of the action and code behind. */
export const expectRecorded = async (
  world: World,
  [action, code]: readonly [string, string],
  act: () => Promise<unknown>,
): Promise<void> => {
  const before = await world.count(action, { code })
  await act()
  expect(await world.count(action, { code })).toBe(before + 1)
}
