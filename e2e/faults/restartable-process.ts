import { setTimeout as wait } from 'node:timers/promises'
import type { Running } from '../process.ts'
import { type Answer, anAgent, type Request, send } from '../request.ts'

const POLL_MS = 20

/** A process on one port that may die and come back at any moment. */
export interface RestartableProcess {
  /** Starts it and does not wait for it. */
  launch(): void
  /** Resolves when it is ready; at once while it is. */
  untilReady(): Promise<void>
  kill(): Promise<void>
  /** Ends it in order. */
  stop(): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Of the one that runs, or else 0. */
  pid(): number
  request(path: string, request?: Request): Promise<Answer>
  /** How many ended without being told to. */
  crashes(): number
  /** What all of them wrote. */
  output(): string
}

interface Program {
  readonly start: () => Running
  readonly port: number
  /** Answers 200 when it is ready. */
  readonly readyPath: string
}

/** Makes a process that is not running yet. */
export const restartableProcess = ({ start, port, readyPath }: Program): RestartableProcess => {
  const origin = `http://127.0.0.1:${port}`
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
      ready.reject(new Error(`a process ended by itself:\n${started.output()}`))
    })
    while (running === started && !isReady) {
      const answer = await send(origin, readyPath).catch(() => null)
      if (running === started && answer?.status === 200) {
        isReady = true
        ready.resolve()
      }
      await wait(POLL_MS)
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = running
    running = null
    // Who waits for a process that never got ready waits for the next one.
    if (isReady) ready = Promise.withResolvers<void>()
    isReady = false
    ended?.signal(signal)
    await ended?.exit
    output += ended?.output() ?? ''
    agent.destroy()
    agent = anAgent()
  }
  return {
    launch: () => {
      running = start()
      void watch(running)
    },
    untilReady: () => ready.promise,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    signal: (name) => running?.signal(name),
    pid: () => running?.pid ?? 0,
    request: (path, request) => send(origin, path, { agent, ...request }),
    crashes: () => crashes,
    output: () => output + (running?.output() ?? ''),
  }
}
