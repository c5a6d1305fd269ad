import { setTimeout as wait } from 'node:timers/promises'
import { type Running, startLatchkey } from '../process.ts'
import { type Answer, anAgent, send } from '../request.ts'
import { freePort } from '../server.ts'

const POLL_MS = 20

/** A server on one folder and one port that may die and come back at any moment. */
export interface RestartableServer {
  readonly url: string
  /** Starts a process and does not wait for it. */
  launch(): void
  /** Resolves when a process answers; at once while one does. */
  untilReady(): Promise<void>
  kill(): Promise<void>
  /** The answer; null when none came, so that nobody knows whether it was done. */
  post(path: string, body: unknown): Promise<Answer | null>
  get(path: string): Promise<Answer>
  /** How many processes ended without being killed. */
  crashes(): number
  /** What all processes wrote. */
  output(): string
}

/** Makes a server that is not running yet. */
export const restartableServer = async (
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<RestartableServer> => {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const origin = `http://127.0.0.1:${port}`
  const full = { DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url, ...env }
  let running: Running | null = null
  let agent = anAgent()
  let ready = Promise.withResolvers<void>()
  let isReady = false
  let output = ''
  let crashes = 0

  const watch = async (started: Running) => {
    void started.exit.then(() => {
      if (running !== started) return
      crashes += 1
      ready.promise.catch(() => undefined)
      ready.reject(new Error(`the server ended by itself:\n${started.output()}`))
    })
    while (running === started && !isReady) {
      const answer = await send(origin, '/api/health/ready').catch(() => null)
      if (running === started && answer?.status === 200) {
        isReady = true
        ready.resolve()
      }
      await wait(POLL_MS)
    }
  }
  return {
    url,
    launch: () => {
      running = startLatchkey(['start'], { env: full, cwd: dataDir })
      void watch(running)
    },
    untilReady: () => ready.promise,
    kill: async () => {
      const killed = running
      running = null
      // Who waits for a process that never got ready waits for the next one.
      if (isReady) ready = Promise.withResolvers<void>()
      isReady = false
      killed?.signal('SIGKILL')
      await killed?.exit
      output += killed?.output() ?? ''
      agent.destroy()
      agent = anAgent()
    },
    post: (path, body) => send(origin, path, { method: 'POST', body, agent }).catch(() => null),
    get: (path) => send(origin, path, { agent }),
    crashes: () => crashes,
    output: () => output + (running?.output() ?? ''),
  }
}
