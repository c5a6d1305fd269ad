import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Environment, type Running, startProgram } from '../process.ts'

const READY_MS = 60_000
const POLL_MS = 50

/** A program of the test's own that others depend on; it may die, hang and come back. */
export interface OwnService {
  /** Starts it where it was; resolves when it answers. */
  start(): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends it at once (SIGKILL); resolves when it is gone. */
  kill(): Promise<void>
  /** Holds it, connections and all (SIGSTOP). */
  pause(): void
  /** Lets it go on (SIGCONT). */
  resume(): void
}

interface Program {
  readonly path: string
  readonly args: readonly string[]
  readonly env: Environment
  readonly cwd: string
  readonly isReady: () => Promise<boolean>
  /** What ends it in order; SIGTERM by default. */
  readonly stopSignal?: NodeJS.Signals
}

export const ownService = ({
  path,
  args,
  env,
  cwd,
  isReady,
  stopSignal = 'SIGTERM',
}: Program): OwnService => {
  let running: Running | null = null
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = running
    running = null
    ended?.signal(signal)
    // Who is held hears no SIGTERM.
    ended?.signal('SIGCONT')
    await ended?.exit
  }
  return {
    start: async () => {
      if (running) throw new Error(`${path} runs already`)
      const started = startProgram(path, args, { env, cwd })
      running = started
      await untilReady(path, started, isReady)
    },
    stop: () => end(stopSignal),
    kill: () => end('SIGKILL'),
    pause: () => running?.signal('SIGSTOP'),
    resume: () => running?.signal('SIGCONT'),
  }
}

const untilReady = async (path: string, started: Running, isReady: () => Promise<boolean>) => {
  let hasEnded = false
  void started.exit.then(() => {
    hasEnded = true
  })
  const givesUpAt = performance.now() + READY_MS
  while (!hasEnded && performance.now() < givesUpAt) {
    if (await isReady()) return
    await wait(POLL_MS)
  }
  started.signal('SIGKILL')
  throw new Error(`${path} did not become ready:\n${started.output()}`)
}

const mayRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Where a program is, in `folders` first and then in the path. One that is not there is named, and
 * its tests are left out; under `CI=true` it must be there.
 */
export const findProgram = (name: string, folders: readonly string[] = []): string | null => {
  const everywhere = [...folders, ...(process.env['PATH'] ?? '').split(delimiter)]
  const found = everywhere.map((folder) => join(folder, name)).find(mayRun)
  if (found !== undefined) return found
  if (process.env['CI'] === 'true') throw new Error(`${name} is not installed`)
  console.warn(`${name} is not installed: what needs one of the test's own is not tested.`)
  return null
}
