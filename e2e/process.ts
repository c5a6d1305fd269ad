import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../apps/server/src/cli.ts', import.meta.url))

/** How a process ended: its exit code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Running {
  readonly pid: number
  readonly exit: Promise<Exit>
  output(): string
  signal(name: NodeJS.Signals): void
}

export type Environment = Readonly<Record<string, string>>

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs `latchkey <args>` on the sources, with nothing of our own environment but the path. */
export const startLatchkey = (
  args: readonly string[],
  { env, cwd, input = '' }: { env: Environment; cwd: string; input?: string },
): Running => {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { PATH, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.add(child)
  child.stdin.on('error', () => undefined).end(input)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exit = once(child, 'close').then(([code, signal]): Exit => {
    running.delete(child)
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  return {
    pid: child.pid ?? 0,
    exit,
    output: () => output,
    signal: (name) => void child.kill(name),
  }
}

/** Runs `latchkey <args>` to its end. */
export const latchkey = async (
  args: readonly string[],
  options: { env: Environment; cwd: string; input?: string },
): Promise<Exit & { readonly output: string }> => {
  const command = startLatchkey(args, options)
  return { ...(await command.exit), output: command.output() }
}
