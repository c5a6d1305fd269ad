import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { type Environment, type Exit, startLatchkey, startProgram } from './process.ts'
import { type Answer, anAgent, type Request, send } from './request.ts'
import { withWideLimits } from './wide-limits.ts'

const READY_MS = 30_000
const MAIL_MS = 10_000
const POLL_MS = 25
// A server that is asked whether it is ready before it is says 503, as it must.
const FAULT = /ERROR|FATAL|^(?!.*"route":"\/api\/health\/ready").*"status":5/

/** A mail in the dev mailbox. */
export interface Mail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A server process of its own, on its own port and folder. */
export interface TestServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  readonly env: Environment
  readonly exit: Promise<Exit>
  logs(): string
  /** The lines of the log about errors and answers of 500 and above. */
  faults(): readonly string[]
  request(path: string, request?: Request): Promise<Answer>
  post(path: string, body?: unknown, headers?: Request['headers']): Promise<Answer>
  get(path: string, headers?: Request['headers']): Promise<Answer>
  /** The mails to an address, newest first, once there are as many as are waited for. */
  inbox(to: string, atLeast?: number): Promise<readonly Mail[]>
  /** What the database says, read beside the server. */
  rows(sql: string, ...values: SQLInputValue[]): readonly Readonly<Record<string, unknown>>[]
  /** Changes a row behind the server's back. */
  change(sql: string, ...values: SQLInputValue[]): void
  /** Sends SIGTERM and waits for the end; removes the folder when it was made for this server. */
  stop(): Promise<Exit>
  /** The same with SIGKILL. */
  kill(): Promise<Exit>
}

/** An empty folder; the caller removes it. */
export const aFolder = (): string => mkdtempSync(join(tmpdir(), 'latchkey-e2e-'))

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

interface Options {
  readonly env?: Environment
  /** The limits that the product has by itself, for tests of these; others get wide ones. */
  readonly hasLimits?: boolean
  /** An own folder goes with the server; this one outlives it. */
  readonly dataDir?: string
  /** Another program than the server's own. */
  readonly main?: string
}

/** Starts a server and waits until it is ready. */
export const startServer = async (options: Options = {}): Promise<TestServer> => {
  const server = await launchServer(options)
  await untilReady(server)
  return server
}

/** Starts a server and does not wait for it. */
export const launchServer = async (options: Options = {}): Promise<TestServer> => {
  const { env = {}, hasLimits = false, dataDir, main } = options
  const port = Number(env['PORT'] ?? (await freePort()))
  const folder = dataDir ?? aFolder()
  const url = `http://localhost:${port}`
  const given = { DATA_DIR: folder, PORT: String(port), PUBLIC_URL: url, ...env }
  const full = hasLimits ? given : withWideLimits(given)
  const place = { env: { NODE_NO_WARNINGS: '1', ...full }, cwd: folder }
  const started = main
    ? startProgram(process.execPath, [main], place)
    : startLatchkey(['start'], place)
  const agent = anAgent()
  const origin = `http://127.0.0.1:${port}`
  const request: TestServer['request'] = (path, options) =>
    send(origin, path, { agent, ...options })

  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    agent.destroy()
    started.signal(signal)
    const exit = await started.exit
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    return exit
  }
  const server: TestServer = {
    url,
    port,
    pid: started.pid,
    dataDir: folder,
    env: full,
    exit: started.exit,
    logs: started.output,
    faults: () =>
      started
        .output()
        .split('\n')
        .filter((line) => FAULT.test(line)),
    request,
    post: (path, body, headers = {}) => request(path, { method: 'POST', body, headers }),
    get: (path, headers = {}) => request(path, { headers }),
    inbox: (to, atLeast = 1) => untilMailed(server, to, atLeast),
    rows: (sql, ...values) => readRows(join(folder, 'latchkey.db'), sql, values),
    change: (sql, ...values) => changeRows(join(folder, 'latchkey.db'), sql, values),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
  return server
}

/** Waits until the server is ready; kills it and throws when that takes too long or it ends. */
export const untilReady = async (server: TestServer): Promise<void> => {
  let hasEnded = false
  void server.exit.then(() => {
    hasEnded = true
  })
  const givesUpAt = performance.now() + READY_MS
  while (!hasEnded && performance.now() < givesUpAt) {
    const ready = await server.get('/api/health/ready').catch(() => null)
    if (ready?.status === 200) return
    await wait(POLL_MS)
  }
  await server.kill()
  throw new Error(`the server did not become ready:\n${server.logs()}`)
}

const untilMailed = async (
  server: TestServer,
  to: string,
  atLeast: number,
): Promise<readonly Mail[]> => {
  const givesUpAt = performance.now() + MAIL_MS
  for (;;) {
    const answer = await server.get(`/dev/mailbox.json?to=${encodeURIComponent(to)}`)
    const { messages } = JSON.parse(answer.text) as { messages: readonly Mail[] }
    if (messages.length >= atLeast) return messages
    if (performance.now() > givesUpAt)
      throw new Error(`${messages.length} mails instead of ${atLeast}:\n${server.logs()}`)
    await wait(POLL_MS)
  }
}

const readRows = (file: string, sql: string, values: readonly SQLInputValue[]) => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare(sql).all(...values)
  } finally {
    database.close()
  }
}

const changeRows = (file: string, sql: string, values: readonly SQLInputValue[]): void => {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    database.prepare(sql).run(...values)
  } finally {
    database.close()
  }
}
