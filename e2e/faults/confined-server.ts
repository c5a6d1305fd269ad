import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Answer, send } from '../request.ts'
import { freePort } from '../server.ts'
import { withWideLimits } from '../wide-limits.ts'

const CLI = fileURLToPath(new URL('../../apps/server/src/cli.ts', import.meta.url))
const POLL_MS = 25
/** Who owns nothing; root may write everywhere, whatever the permissions say. */
const NOBODY = 65_534

/** A server that the system holds back. */
export interface ConfinedServer {
  post(path: string, body: unknown): Promise<Answer>
  get(path: string): Promise<Answer>
  output(): string
  /** Resolves to its exit code once it has ended; null when it was killed. */
  readonly exit: Promise<number | null>
  kill(): Promise<number | null>
}

interface Options {
  readonly dataDir: string
  /** The largest file it may write, in blocks of 512 bytes, as if the disk were full then. */
  readonly maxFileBlocks?: number
}

const isRoot = (): boolean => process.getuid?.() === 0

/** Gives the folder to the user that a confined server runs as. */
export const giveAway = (dataDir: string): void => {
  if (!isRoot()) return
  for (const name of ['.', ...readdirSync(dataDir)]) chownSync(join(dataDir, name), NOBODY, NOBODY)
}

/** Starts a server without rights; resolves when it is ready or has ended. */
export const startConfined = async ({
  dataDir,
  maxFileBlocks,
}: Options): Promise<ConfinedServer> => {
  const port = await freePort()
  const limit = maxFileBlocks ?? 'unlimited'
  const command = ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', process.execPath, CLI, 'start']
  const { PATH = '' } = process.env
  const child = spawn('sh', command, {
    cwd: dataDir,
    env: withWideLimits({ PATH, NODE_NO_WARNINGS: '1', DATA_DIR: dataDir, PORT: String(port) }),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot() && { uid: NOBODY, gid: NOBODY }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exit = once(child, 'close').then(([code]) => code as number | null)
  const origin = `http://127.0.0.1:${port}`
  await untilReadyOrOver(child, origin)
  return {
    post: (path, body) => send(origin, path, { method: 'POST', body }),
    get: (path) => send(origin, path),
    output: () => output,
    exit,
    kill: () => {
      child.kill('SIGKILL')
      return exit
    },
  }
}

const untilReadyOrOver = async (child: ChildProcess, origin: string): Promise<void> => {
  while (child.exitCode === null && child.signalCode === null) {
    const ready = await send(origin, '/api/health/ready').catch(() => null)
    if (ready?.status === 200) return
    await wait(POLL_MS)
  }
}
