import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { answers, createServerDatabase } from '../packages/sql/src/testing/test-servers.ts'
import { type Account, anAccount, bearer } from './account.ts'
import { steadyPort } from './faults/steady-port.ts'
import { type Answer, anAgent, type Request, send } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const isThere = await answers('PostgreSQL')

/** Nobody took the connection, so nobody took the request either. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'

/** What became of the requests of all clients. */
interface Ledger {
  /** By the node that answered. */
  readonly answered: number[]
  /** Answers other than 200, and requests that were taken and never answered. */
  readonly lost: unknown[]
}

/** One client: one connection to each of two nodes. */
const aClient = (origins: readonly string[], ledger: Ledger, first: number) => {
  const agents = origins.map(() => Object.assign(anAgent(), { maxSockets: 1 }))
  let at = first
  const ask = async (path: string, request: Request): Promise<Answer | null> => {
    for (let refusals = 0; refusals < origins.length; ) {
      const node = at
      try {
        const answer = await send(origins[node]!, path, { ...request, agent: agents[node]! })
        ledger.answered[node]! += 1
        if (answer.status !== 200) ledger.lost.push([path, answer.status, answer.text])
        // Who is told that the node closes goes to the other one.
        if (answer.headers.connection === 'close') at = 1 - node
        return answer
      } catch (error) {
        if (!isRefused(error)) {
          ledger.lost.push([path, error])
          return null
        }
        refusals += 1
        at = 1 - node
      }
    }
    ledger.lost.push([path, 'both nodes refused'])
    return null
  }
  return {
    ask,
    turn: () => {
      at = 1 - at
    },
    hangUp: () => {
      for (const agent of agents) agent.destroy()
    },
  }
}

/** Steady traffic until `end`: who asks is spread over both, who refreshes and signs in stays. */
const steadyTraffic = (origins: readonly string[], accounts: readonly Account[]) => {
  const ledger: Ledger = { answered: [0, 0], lost: [] }
  const tokens = accounts.map(({ refreshToken }) => refreshToken)
  let isOver = false
  const run = async (
    first: number,
    pauseMs: number,
    act: (client: ReturnType<typeof aClient>) => Promise<unknown>,
  ) => {
    const client = aClient(origins, ledger, first)
    while (!isOver) {
      await act(client)
      await wait(pauseMs)
    }
    client.hangUp()
  }
  const flows = accounts.flatMap(({ email, password, accessToken }, at) => [
    run(at % 2, 20, async (client) => {
      client.turn()
      await client.ask('/api/auth/me', { headers: bearer(accessToken) })
    }),
    run(at % 2, 40, async (client) => {
      const body = { refreshToken: tokens[at] }
      const answer = await client.ask('/api/auth/refresh-token', { method: 'POST', body })
      tokens[at] = answer?.body.refreshToken ?? tokens[at] ?? ''
    }),
    run(at % 2, 500, (client) =>
      client.ask('/api/auth/login', { method: 'POST', body: { email, password } }),
    ),
  ])
  return {
    ledger,
    tokens,
    end: async () => {
      isOver = true
      await Promise.all(flows)
    },
  }
}

test.skipIf(!isThere)(
  'two servers restarted in turn under load lose no accepted request and end no session',
  async () => {
    const database = await createServerDatabase('PostgreSQL')
    onTestFinished(database.drop)
    const dataDir = aFolder()
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const env = {
      DATABASE_URL: database.url,
      PUBLIC_URL: 'http://localhost:3000',
      LOG_LEVEL: 'warn',
      // A stop waits for hashes this long; on a busy machine the reniced threads need it.
      HASH_MAX_WAIT_MS: '30000',
    }
    const start = (port: number): Promise<TestServer> =>
      startServer({ dataDir, env: { ...env, PORT: String(port) } })
    const nodes = [await start(await steadyPort()), await start(await steadyPort())]
    onTestFinished(async () => {
      for (const node of nodes) await node.stop()
    })
    const accounts: Account[] = []
    for (let made = 0; made < 4; made++) accounts.push(await anAccount(nodes[0]!))
    const origins = nodes.map(({ port }) => `http://127.0.0.1:${port}`)
    const { ledger, tokens, end } = steadyTraffic(origins, accounts)
    const logs: string[] = []
    await wait(1_000)
    for (const at of [0, 1, 0]) {
      const stopping = nodes[at]!
      expect(await stopping.stop()).toEqual({ code: 0, signal: null })
      logs.push(...stopping.faults())
      const before = [...ledger.answered]
      nodes[at] = await start(stopping.port)
      // Both work again, however long it takes clients and servers to get to it.
      const hasMore = (node: number) => ledger.answered[node]! > before[node]!
      await expect.poll(() => hasMore(0) && hasMore(1), { timeout: 30_000 }).toBe(true)
    }
    await end()
    expect(ledger.lost).toEqual([])
    expect(logs).toEqual([])
    for (const refreshToken of tokens) {
      const answer = await nodes[1]!.post('/api/auth/refresh-token', { refreshToken })
      expect(answer.status).toBe(200)
    }
  },
  180_000,
)
