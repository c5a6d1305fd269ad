import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAILER = fileURLToPath(new URL('../apps/mailer/src/main.ts', import.meta.url))
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

interface Options {
  readonly env: Environment
  readonly cwd: string
  readonly input?: string
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a program with nothing of our own environment but the path; it does not outlive the tests. */
export const startProgram = (
  program: string,
  args: readonly string[],
  { env, cwd, input = '' }: Options,
): Running => {
  const { PATH = '' } = process.env
  const child = spawn(program, args, {
    cwd,
    env: { PATH, ...env },
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

/** Starts `latchkey <args>` on the sources. */
export const startLatchkey = (args: readonly string[], options: Options): Running =>
  startProgram(process.execPath, [CLI, ...args], {
    ...options,
    env: { NODE_NO_WARNINGS: '1', ...options.env },
  })

/** Starts a mail worker on the sources. */
export const startMailer = (options: Options): Running =>
  startProgram(process.execPath, [MAILER], {
    ...options,
    env: { NODE_NO_WARNINGS: '1', ...options.env },
  })

/** Runs `latchkey <args>` to its end. */
export const latchkey = async (
  args: readonly string[],
  options: Options,
): Promise<Exit & { readonly output: string }> => {
  const command = startLatchkey(args, options)
  return { ...(await command.exit), output: command.output() }
}
