import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerRows, serverRows } from '../packages/sql/src/testing/server-rows.ts'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { aNewAddress, PASSWORD, register } from './account.ts'
import { latchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const LIMIT_MS = 2000
const isThere = await answers('PostgreSQL')

describe.skipIf(!isThere)('runtime settings on two servers and PostgreSQL', () => {
  const dataDir = aFolder()
  let database: ServerDatabase
  let beside: ServerRows
  let one: TestServer
  let other: TestServer
  const start = async () => {
    const env = { DATABASE_URL: database.url, PUBLIC_URL: 'http://localhost:3000' }
    one = await startServer({ dataDir, env })
    other = await startServer({ dataDir, env })
  }
  beforeAll(async () => {
    database = await createServerDatabase('PostgreSQL')
    beside = await serverRows(database.url)
    await start()
  })
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()])
    await beside.close()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const settings = (...args: string[]) =>
    latchkey(['settings', ...args], { env: one.env, cwd: dataDir })

  const config = async (server: TestServer) =>
    JSON.parse((await server.get('/api/config')).text) as Readonly<Record<string, unknown>>

  /** When every server says so, in milliseconds since 1970. */
  const untilBoth = async (says: (server: TestServer) => Promise<boolean>): Promise<number> => {
    for (let waits = 0; waits < 1000; waits++) {
      const said = await Promise.all([one, other].map(says))
      if (said.every(Boolean)) return Date.now()
      await wait(20)
    }
    return Number.POSITIVE_INFINITY
  }

  /** Runs the command while both are watched: milliseconds from its change until both follow. */
  const changing = async (isOpen: boolean, ...args: string[]): Promise<number> => {
    const [done, seenAt] = await Promise.all([
      settings(...args),
      untilBoth(async (server) => (await config(server))['registrationEnabled'] === isOpen),
    ])
    expect(done.code, done.output).toBe(0)
    const query = "select updated_at from settings where name = 'registration_enabled'"
    const [row] = await beside.rows(query)
    return seenAt - Number(row?.['updated_at'])
  }

  test('a change on the console counts on both within two seconds, and so does its end', async () => {
    const set = ['set', 'registration_enabled'] as const
    expect(await changing(false, ...set, 'false')).toBeLessThan(LIMIT_MS)
    const person = { email: aNewAddress(), password: PASSWORD }
    for (const server of [one, other]) {
      const refused = await register(server, person)
      expect([refused.status, refused.body.code]).toEqual([403, 'registration_disabled'])
      expect(server.logs()).toContain('setting registration_enabled is false, it was true')
    }
    expect(await changing(true, ...set, 'true')).toBeLessThan(LIMIT_MS)
    expect((await register(other, person)).status).toBe(202)
  })

  test('an earlier version comes back on both, as a version of its own, and all are recorded', async () => {
    const back = ['rollback', 'registration_enabled', '1'] as const
    expect(await changing(false, ...back)).toBeLessThan(LIMIT_MS)
    const { output } = await settings('history', 'registration_enabled')
    expect(output.trim().split('\n')).toEqual([
      expect.stringMatching(/^3 {2}false .* console$/),
      expect.stringMatching(/^2 {2}true .* console$/),
      expect.stringMatching(/^1 {2}false .* console$/),
    ])
    const events = await beside.rows(
      "select metadata from audit_events where action = 'sys_setting_changed' order by id",
    )
    const told = events.map(({ metadata }) => JSON.parse(String(metadata)) as unknown)
    expect(told).toMatchObject([
      { key: 'registration_enabled', from: null, to: false },
      { from: false, to: true },
      { from: true, to: false, rolledBackTo: 1 },
    ])
  })

  test.each([
    ['otp_max_attempts', '0', 'from 3 to 10'],
    ['otp_max_attempts', 'many', 'from 3 to 10'],
    ['jwt_access_token_expiry', '10d', 'from 60 to 3600 seconds'],
    ['password_profile', 'none', 'composition, modern'],
    ['__proto__', '1', 'there is no setting'],
    ["x' or 1=1 --", '1', 'there is no setting'],
  ])('%s cannot become %s', async (key, value, why) => {
    const refused = await settings('set', '--', key, value)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain(why)
    const query = "select * from setting_versions where name <> 'registration_enabled'"
    expect(await beside.rows(query)).toEqual([])
  })

  test('what SETTINGS fixes cannot be changed, whatever the database says', async () => {
    const { PORT: _, ...rest } = one.env
    const env = { ...rest, SETTINGS: '{"registration_enabled":true}' }
    const locked = await latchkey(['settings', 'set', 'registration_enabled', 'false'], {
      env,
      cwd: dataDir,
    })
    expect(locked.code).toBe(1)
    expect(locked.output).toContain('fixed by SETTINGS')
    const third = await startServer({ dataDir, env })
    try {
      expect(await config(third)).toMatchObject({ registrationEnabled: true })
    } finally {
      await third.stop()
    }
  })

  test('a value that was spoilt by hand counts for nothing, is reported, and stops nobody', async () => {
    await beside.rows(
      `insert into settings (name, value, version, updated_at)
       values ('password_min_length', '1', 1, 0), ('session_max_days', 'no json', 1, 0)`,
    )
    const isReported = (server: TestServer) =>
      /password_min_length must be.*not used/.test(server.logs()) &&
      /session_max_days must be.*not used/.test(server.logs())
    expect(await untilBoth(async (server) => isReported(server))).toBeLessThan(Infinity)
    for (const server of [one, other])
      expect(await config(server)).toMatchObject({ password: { minLength: 8 } })
    const doctor = await latchkey(['doctor'], { env: one.env, cwd: dataDir })
    expect(doctor.output).toContain('! settings: password_min_length must be')
    expect(doctor.code).toBe(0)
  })

  test('what was changed, and what was spoilt, outlives a restart of every server', async () => {
    await Promise.all([one.stop(), other.stop()])
    await start()
    for (const server of [one, other]) {
      const { registrationEnabled, password } = await config(server)
      expect([registrationEnabled, password]).toMatchObject([false, { minLength: 8 }])
      expect(server.logs()).toMatch(/session_max_days must be.*not used/)
      expect(server.faults()).toEqual([])
    }
  })

  test('the list says what counts and where it comes from', async () => {
    const { output } = await settings('list')
    expect(output).toContain('registration_enabled = false  (changed; default true)')
    expect(output).toContain('otp_max_attempts = 5  (default)')
    const { output: one } = await settings('get', 'otp_max_attempts')
    expect(one).toContain('"min":3')
    const { output: json } = await settings('list', '--json')
    expect(JSON.parse(json)).toContainEqual(
      expect.objectContaining({ key: 'registration_enabled', value: false, version: 3 }),
    )
  })
})
