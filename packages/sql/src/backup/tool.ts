import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { DatabaseProblem } from '../shared/problems.ts'

/** A program of the database's makers and how it is called; no argument holds a password. */
export interface ToolCall {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The file that it reads as its standard input. */
  readonly input?: string
}

/** The environment of our own process: what is needed to find programs is passed on, and no more. */
export type Environment = Readonly<Record<string, string | undefined>>

const PASSED_ON = ['PATH', 'Path', 'SystemRoot', 'TMPDIR', 'TEMP'] as const
const SECRET = /PASSWORD|PWD/

/** As somebody would type it; a password is left out. */
export const shownCall = ({ program, args, env, input }: ToolCall): string =>
  [
    ...Object.entries(env).map(
      ([name, value]) => `${name}=${SECRET.test(name) ? '…' : quote(value)}`,
    ),
    program,
    ...args.map(quote),
    ...(input === undefined ? [] : ['<', quote(input)]),
  ].join(' ')

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** What the program printed; null when there is no such program. Throws a DatabaseProblem. */
export const runTool = async (call: ToolCall, environment: Environment): Promise<string | null> => {
  const found = PASSED_ON.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const child = spawn(call.program, call.args, {
    env: { ...Object.fromEntries(found), ...call.env },
  })
  const closed = once(child, 'close')
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  feed(child.stdin, call.input)
  try {
    const [code, signal] = await closed
    const [printed, complaint] = await output
    if (code === 0) return printed
    throw new DatabaseProblem(`${call.program} failed (${signal ?? code}): ${complaint.trim()}`)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const feed = (stdin: NodeJS.WritableStream, input: string | undefined): void => {
  // A program that has seen enough tells why by itself.
  stdin.on('error', () => undefined)
  if (input === undefined) stdin.end()
  else createReadStream(input).pipe(stdin)
}
