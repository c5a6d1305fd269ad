import { rmSync } from 'node:fs'
import { talk } from '../raw-socket.ts'
import { aFolder } from '../server.ts'
import { findProgram, type OwnService, ownService } from './own-service.ts'
import { steadyPort } from './steady-port.ts'

const REDIS = findProgram('redis-server')

export const canRunRedis = REDIS !== null

/** A Redis of the test's own, on its own port; what it keeps dies with its process. */
export interface RedisNode extends OwnService {
  readonly url: string
  readonly port: number
  /** Sends a command on a connection of its own; resolves to the reply as it came. */
  ask(command: string): Promise<string>
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

/** Makes one that is not running yet. */
export const redisNode = async (): Promise<RedisNode> => {
  if (REDIS === null) throw new Error('redis-server is not installed')
  const folder = aFolder()
  const port = await steadyPort()
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const args = [...place, '--save', '', '--appendonly', 'no']
  const isReady = async () => {
    const answer = await talk(port, ['PING\r\nQUIT\r\n'], { silenceMs: 200 }).catch(() => '')
    return answer.startsWith('+PONG')
  }
  const node = ownService({ path: REDIS, args, env: {}, cwd: folder, isReady })
  return {
    ...node,
    url: `redis://127.0.0.1:${port}`,
    port,
    ask: (command) => talk(port, [`${command}\r\nQUIT\r\n`], { silenceMs: 500 }),
    remove: async () => {
      await node.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
