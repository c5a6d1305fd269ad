import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Environment, type Exit, startProgram } from './process.ts'
import { type Answer, send } from './request.ts'
import { freePort } from './server.ts'

const MAIN = fileURLToPath(new URL('../apps/mailer/src/main.ts', import.meta.url))
const READY_MS = 30_000
const POLL_MS = 50

/** A mail worker process of its own. */
export interface TestMailer {
  readonly pid: number
  readonly exit: Promise<Exit>
  logs(): string
  signal(name: NodeJS.Signals): void
  /** `/live`, `/ready` or `/metrics`; rejects when nobody answers. */
  get(path: string): Promise<Answer>
  /** Resolves when `/ready` says yes. */
  untilReady(): Promise<void>
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Exit>
  /** The same with SIGKILL. */
  kill(): Promise<Exit>
}

interface Options {
  /** `AMQP_URL` and what else it must know; of our own environment it gets nothing. */
  readonly env: Environment
  readonly cwd: string
}

/** Starts a mail worker and does not wait for it. */
export const launchMailer = async ({ env, cwd }: Options): Promise<TestMailer> => {
  const port = await freePort()
  const full = { NODE_NO_WARNINGS: '1', ...env, METRICS_PORT: String(port) }
  const started = startProgram(process.execPath, [MAIN], { env: full, cwd })
  let hasEnded = false
  void started.exit.then(() => {
    hasEnded = true
  })
  const get = (path: string) => send(`http://127.0.0.1:${port}`, path)
  const end = (signal: NodeJS.Signals): Promise<Exit> => {
    started.signal(signal)
    return started.exit
  }
  return {
    pid: started.pid,
    exit: started.exit,
    logs: started.output,
    signal: started.signal,
    get,
    untilReady: async () => {
      const givesUpAt = performance.now() + READY_MS
      while (!hasEnded && performance.now() < givesUpAt) {
        const ready = await get('/ready').catch(() => null)
        if (ready?.status === 200) return
        await wait(POLL_MS)
      }
      throw new Error(`the mail worker did not become ready:\n${started.output()}`)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Starts a mail worker and waits until it takes mails. */
export const startMailer = async (options: Options): Promise<TestMailer> => {
  const mailer = await launchMailer(options)
  await mailer.untilReady()
  return mailer
}
