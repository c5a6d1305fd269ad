import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { send } from '../load/send.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const GIVE_UP_MS = 60_000
const POLL_MS = 5

const READY = '/api/health/ready'

/** What starts a server, by the command of the README or by itself, or a mail worker. */
export const COMMANDS = {
  npm: { line: ['npm', 'start'], ready: READY },
  server: {
    line: [
      process.execPath,
      '--max-semi-space-size=4',
      join(ROOT, 'apps/server/src/cli.ts'),
      'start',
    ],
    ready: READY,
  },
  mailer: { line: [process.execPath, join(ROOT, 'apps/mailer/src/main.ts')], ready: '/ready' },
} as const

export interface ServerProcess {
  readonly port: number
  /** From the command until it said that it is ready. */
  readonly readyMs: number
  /** Resident memory of the process itself in MiB; Linux only. */
  memoryMiB(): number
  /** Processor time of the process so far, in milliseconds; Linux only. */
  cpuMs(): number
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Starts the server by the real command and waits until it is ready. */
export const startServer = async (
  command: keyof typeof COMMANDS,
  env: Readonly<Record<string, string>> & { readonly PORT: string; readonly DATA_DIR: string },
): Promise<ServerProcess> => {
  const { line, ready } = COMMANDS[command]
  const [file, ...args] = line
  // As tools/node-24.mjs starts it: with the compiled code of the last start.
  const cache = { NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/compiled') }
  const logFile = join(env.DATA_DIR, `server-${env.PORT}.log`)
  const log = openSync(logFile, 'w')
  const { PATH = '', HOME = '' } = process.env
  const startedAt = performance.now()
  const child = spawn(file, args, {
    cwd: ROOT,
    stdio: ['ignore', log, log],
    env: { PATH, HOME, ...env, ...(command !== 'npm' && cache) },
  })
  running.add(child)
  const ended = once(child, 'exit').finally(() => running.delete(child))
  const port = Number(env.PORT)
  const readyMs = (await becomesReady({ port, path: ready }, child)) - startedAt
  if (Number.isNaN(readyMs)) throw new Error(`not ready: ${readFileSync(logFile, 'utf8')}`)
  return {
    port,
    readyMs,
    memoryMiB: () => memoryMiB(child.pid ?? 0),
    cpuMs: () => cpuMs(child.pid ?? 0),
    async stop() {
      child.kill('SIGTERM')
      await ended
      await becomesSilent({ port, path: ready })
    },
  }
}

interface Door {
  readonly port: number
  readonly path: string
}

const isReady = (agent: Agent, { port, path }: Door): Promise<boolean> =>
  send(agent, port, { method: 'GET', path }).then(
    ({ status }) => status === 200,
    () => false,
  )

/** When it became ready; NaN when it ended or did not within a minute. */
const becomesReady = async (door: Door, child: ChildProcess): Promise<number> => {
  const agent = new Agent()
  const givesUpAt = performance.now() + GIVE_UP_MS
  while (performance.now() < givesUpAt && child.exitCode === null) {
    if (await isReady(agent, door)) return performance.now()
    await wait(POLL_MS)
  }
  return Number.NaN
}

/** npm may end before the server that it started. */
const becomesSilent = async (door: Door): Promise<void> => {
  const agent = new Agent()
  while (await isReady(agent, door)) await wait(POLL_MS * 10)
}

const memoryMiB = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024
}

/** Fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms, counted behind the name in brackets. */
const cpuMs = (pid: number): number => {
  const [, rest = ''] = /\) (.*)$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8').trim()) ?? []
  const fields = rest.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Ends every server that is left, after a failure. */
export const killServers = (): void => {
  for (const child of running) child.kill('SIGKILL')
}
