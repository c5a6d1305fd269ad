import { readdirSync, readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { anAccount, bearer, login } from './account.ts'
import { startLatchkey } from './process.ts'
import { type Answer, anAgent, type Request, send } from './request.ts'
import { aFolder, freePort, startServer, type TestServer } from './server.ts'

const isThere = await answers('PostgreSQL')

/** The processes that a process has started and that run. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

/** The names of a process's threads. */
const threadsOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim(),
  )

const untilTrue = async (isTrue: () => boolean): Promise<void> => {
  for (let waits = 0; waits < 400 && !isTrue(); waits++) await wait(25)
  expect(isTrue()).toBe(true)
}

const isRunning = (pid: number): boolean => {
  try {
    // A process that has ended and waits for its parent to notice has no memory.
    return readFileSync(`/proc/${pid}/statm`, 'utf8') !== '0 0 0 0 0 0 0\n'
  } catch {
    return false
  }
}

/** One connection to one worker. */
interface Line {
  readonly agent: Agent
  ask(path: string, request?: Request): Promise<Answer>
  /** Which worker answers: its workers were started at different times. */
  workerBirth(): Promise<number>
}

const aLine = ({ port }: TestServer): Line => {
  const agent = anAgent()
  agent.maxSockets = 1
  const ask: Line['ask'] = (path, request) =>
    send(`http://127.0.0.1:${port}`, path, { agent, ...request })
  return {
    agent,
    ask,
    workerBirth: async () => {
      const { timestamp, uptime } = JSON.parse((await ask('/api/health')).text)
      return Date.parse(timestamp) / 1000 - uptime
    },
  }
}

/** Connections to both workers, those of the older one first. */
const linesToBoth = async (server: TestServer, count = 24): Promise<readonly [Line[], Line[]]> => {
  const lines = Array.from({ length: count }, () => aLine(server))
  const births = await Promise.all(lines.map((line) => line.workerBirth()))
  const middle = (Math.min(...births) + Math.max(...births)) / 2
  expect(Math.max(...births) - Math.min(...births)).toBeGreaterThan(0.15)
  return [
    lines.filter((_, at) => (births[at] ?? 0) < middle),
    lines.filter((_, at) => (births[at] ?? 0) > middle),
  ]
}

const hangUp = (...lines: readonly (readonly Line[])[]): void => {
  for (const { agent } of lines.flat()) agent.destroy()
}

// The system's own list of processes is that of Linux.
describe.skipIf(!isThere || process.platform !== 'linux')('two workers on PostgreSQL', () => {
  const databases: ServerDatabase[] = []
  let server: TestServer
  afterAll(async () => {
    for (const { drop } of databases) await drop()
  })

  const started = async (): Promise<TestServer> => {
    const database = await createServerDatabase('PostgreSQL')
    databases.push(database)
    const fleet = await startServer({ env: { DATABASE_URL: database.url, WORKERS: '2' } })
    await untilTrue(() => fleet.logs().match(/listening on/g)?.length === 2)
    return fleet
  }

  describe('while they serve', () => {
    beforeAll(async () => {
      server = await started()
    })
    afterAll(() => server.stop())

    test('the set-up link is told once, and it is the one that counts', async () => {
      const links = server.logs().match(/setup#token=[\w-]+/g) ?? []
      expect(links).toHaveLength(1)
      expect(server.logs().match(/Mailbox/g)).toHaveLength(1)
      const token = links[0]?.replace('setup#token=', '')
      const person = { firstName: 'Ada', lastName: 'King' }
      const admin = { token, email: 'root@example.org', password: 'Tuba-91-Quartz', ...person }
      expect((await server.post('/api/setup', admin)).status).toBeLessThan(300)
    })

    test('connections go to both of them', async () => {
      const [older, younger] = await linesToBoth(server)
      expect(Math.min(older.length, younger.length)).toBeGreaterThan(2)
      hangUp(older, younger)
    })

    test('a session revoked through one is refused by both within a second', async () => {
      const [[older], [younger]] = await linesToBoth(server)
      const account = await anAccount(server)
      for (const [one, other] of [
        [older!, younger!],
        [younger!, older!],
      ] as const) {
        const headers = bearer((await login(server, account)).body.accessToken)
        const statusOn = async (line: Line) =>
          (await line.ask('/api/auth/session', { headers })).status
        expect([await statusOn(one), await statusOn(other)]).toEqual([200, 200])
        expect((await one.ask('/api/auth/logout', { method: 'POST', headers })).status).toBe(200)
        expect(await statusOn(one)).toBe(401)
        await wait(1000)
        expect(await statusOn(other)).toBe(401)
      }
      hangUp([older!, younger!])
    })

    test('passwords are hashed in one thread per core over all workers, at least one each', async () => {
      const [older, younger] = await linesToBoth(server)
      const body = { email: 'root@example.org', password: 'Tuba-91-Quartz' }
      for (const { ask } of [older[0]!, younger[0]!])
        expect((await ask('/api/auth/login', { method: 'POST', body })).status).toBe(200)
      const threads = childrenOf(server.pid).map(
        (pid) => threadsOf(pid).filter((name) => name === 'bcrypt').length,
      )
      const each = Math.max(1, Math.floor(availableParallelism() / 2))
      expect(threads).toEqual([each, each])
      hangUp(older, younger)
    })

    test('a worker that is killed takes only its own connections with it, and is replaced', async () => {
      const [older, younger] = await linesToBoth(server)
      const before = childrenOf(server.pid)
      expect(before).toHaveLength(2)
      const failuresOf = async ({ ask }: Line): Promise<number> => {
        let failures = 0
        for (let round = 0; round < 150; round++) {
          const answer = await ask('/api/config').catch(() => null)
          if (answer?.status !== 200) failures += 1
        }
        return failures
      }
      const ofOlder = Promise.all(older.map(failuresOf))
      const ofYounger = Promise.all(younger.map(failuresOf))
      await wait(50)
      process.kill(before[0]!, 'SIGKILL')
      const failures = [await ofOlder, await ofYounger]
      // Those of one worker saw nothing at all; the others go on as soon as they have connected anew.
      expect(failures.some((ones) => ones.every((count) => count === 0))).toBe(true)
      await untilTrue(() => childrenOf(server.pid).length === 2)
      expect(childrenOf(server.pid)).not.toContain(before[0])
      for (const { ask } of [...older, ...younger])
        expect((await ask('/api/config')).status).toBe(200)
      await untilTrue(() => server.logs().match(/listening on/g)?.length === 3)
      expect(server.logs()).toMatch(/a worker ended; another one takes its place/)
      hangUp(older, younger)
      const anew = await linesToBoth(server)
      hangUp(...anew)
    })
  })

  test('SIGTERM under load loses no accepted request, and all of them end', async () => {
    server = await started()
    const account = await anAccount(server)
    const workers = childrenOf(server.pid)
    const [older, younger] = await linesToBoth(server, 40)
    const headers = bearer(account.accessToken)
    const asked = [...older, ...younger].map(async ({ ask }) => {
      const received: Answer[] = []
      do received.push(await ask('/api/auth/me', { headers }))
      while (received.at(-1)?.headers.connection !== 'close')
      return received
    })
    const logins = Array.from({ length: 6 }, () => login(server, account))
    await wait(400)
    process.kill(server.pid, 'SIGTERM')
    const received = [...(await Promise.all(asked)).flat(), ...(await Promise.all(logins))]
    expect(received.filter(({ status }) => status !== 200)).toEqual([])
    hangUp(older, younger)
    expect(await server.exit).toEqual({ code: 0, signal: null })
    expect(server.faults()).toEqual([])
    expect(workers.filter(isRunning)).toEqual([])
    await server.stop()
  })

  test('a signal to the whole group, as terminals send it, stops as gently', async () => {
    server = await started()
    const workers = childrenOf(server.pid)
    for (const pid of [server.pid, ...workers]) process.kill(pid, 'SIGINT')
    expect(await server.exit).toEqual({ code: 0, signal: null })
    expect(workers.filter(isRunning)).toEqual([])
    await server.stop()
  })

  test('a primary that is killed takes its workers with it', async () => {
    server = await started()
    const workers = childrenOf(server.pid)
    expect(workers).toHaveLength(2)
    await server.kill()
    await untilTrue(() => !workers.some(isRunning))
  })

  test('what keeps the first worker from serving is told once, and ends the primary', async () => {
    const cwd = aFolder()
    const url = new URL(databases[0]!.url)
    url.pathname = '/no_such_database'
    const env = { DATA_DIR: cwd, WORKERS: '4', DATABASE_URL: url.href }
    const refused = startLatchkey(['start'], {
      env: { ...env, PORT: String(await freePort()) },
      cwd,
    })
    expect((await refused.exit).code).toBe(1)
    expect(refused.output().match(/latchkey: /g)).toHaveLength(1)
  })

  test('a port that is taken is told once, and ends the primary', async () => {
    server = await started()
    const env = { ...server.env }
    const refused = startLatchkey(['start'], { env, cwd: server.dataDir })
    expect((await refused.exit).code).toBe(1)
    expect(refused.output().match(/latchkey: /g)).toHaveLength(1)
    expect(refused.output()).toContain(`port ${server.port} is in use`)
    await server.stop()
  })
})
