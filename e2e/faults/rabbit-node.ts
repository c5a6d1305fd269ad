import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, type Running, startProgram } from '../process.ts'
import { talk } from '../raw-socket.ts'
import { aFolder } from '../server.ts'
import { findProgram, type OwnService, ownService } from './own-service.ts'
import { steadyPort } from './steady-port.ts'

/** Debian's script in the path insists on the user `rabbitmq`; this one runs as anybody. */
const RABBIT = findProgram('rabbitmq-server', ['/usr/lib/rabbitmq/bin'])
const EPMD = RABBIT === null ? null : findProgram('epmd')

export const canRunRabbit = RABBIT !== null && EPMD !== null

/** A RabbitMQ node of the test's own, on its own ports; what it keeps outlives its process. */
export interface RabbitNode extends OwnService {
  readonly url: string
  /** Everything that it keeps on disk. */
  readonly folder: string
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

interface Ports {
  readonly amqp: number
  readonly distribution: number
  /** Of Erlang's register of nodes: an own one, for the system's would outlive us. */
  readonly register: number
}

const environmentOf = (folder: string, { amqp, distribution, register }: Ports): Environment => ({
  // Its cookie is kept there.
  HOME: folder,
  ERL_EPMD_PORT: String(register),
  ERL_EPMD_ADDRESS: '127.0.0.1',
  ERL_FLAGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  RABBITMQ_NODENAME: `latchkey-${amqp}@localhost`,
  RABBITMQ_DIST_PORT: String(distribution),
  RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  RABBITMQ_LOG_BASE: join(folder, 'log'),
  RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
  RABBITMQ_CONF_ENV_FILE: join(folder, 'environment'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
  // The script becomes the node instead of watching it, so that our signals reach the node.
  RUNNING_UNDER_SYSTEMD: 'true',
})

const writeConfiguration = (folder: string, { amqp }: Ports): void => {
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    // Production refuses guest.
    'default_user = latchkey',
    'default_pass = latchkey',
    'log.console = true',
    'log.file = false',
  ]
  writeFileSync(join(folder, 'rabbitmq.conf'), `${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'environment'), '')
  writeFileSync(join(folder, 'plugins'), '[].\n')
}

/** It answers the greeting of AMQP 0-9-1 with a method frame; nobody else does. */
const speaksAmqp = async (port: number): Promise<boolean> => {
  const answer = await talk(port, ['AMQP\0\0\x09\x01'], { silenceMs: 200 }).catch(() => '')
  return answer.startsWith('\x01')
}

/** Makes a node that is not running yet. */
export const rabbitNode = async (): Promise<RabbitNode> => {
  if (RABBIT === null || EPMD === null) throw new Error('rabbitmq-server is not installed')
  const folder = aFolder()
  const ports = {
    amqp: await steadyPort(),
    distribution: await steadyPort(),
    register: await steadyPort(),
  }
  writeConfiguration(folder, ports)
  const env = environmentOf(folder, ports)
  const register: Running = startProgram(EPMD, ['-port', String(ports.register)], {
    env: { ERL_EPMD_ADDRESS: '127.0.0.1' },
    cwd: folder,
  })
  const isReady = () => speaksAmqp(ports.amqp)
  const node = ownService({ path: RABBIT, args: [], env, cwd: folder, isReady })
  return {
    ...node,
    url: `amqp://latchkey:latchkey@127.0.0.1:${ports.amqp}`,
    folder,
    remove: async () => {
      await node.kill()
      register.signal('SIGKILL')
      await register.exit
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
