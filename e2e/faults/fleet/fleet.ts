import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { answers } from '../../../packages/sql/src/testing/test-servers.ts'
import { type Environment, startMailer } from '../../process.ts'
import { aFolder } from '../../server.ts'
import { type MailSink, mailSink } from '../mail-sink.ts'
import { canRunRabbit, type RabbitNode, rabbitNode } from '../rabbit-node.ts'
import { canRunRedis, type RedisNode, redisNode } from '../redis-node.ts'
import { type RestartableProcess, restartableProcess } from '../restartable-process.ts'
import { type RestartableServer, restartableServer } from '../restartable-server.ts'
import { steadyPort } from '../steady-port.ts'
import { type TcpProxy, tcpProxy } from '../tcp-proxy.ts'
import { type FleetDatabase, fleetDatabase } from './fleet-database.ts'

export const canRunFleet = canRunRabbit && canRunRedis && (await answers('PostgreSQL'))

/** Servers and mail workers on a database, a Redis and a broker of their own, and a mail server. */
export interface Fleet {
  readonly servers: readonly RestartableServer[]
  readonly mailers: readonly RestartableProcess[]
  readonly broker: RabbitNode
  /** The way of servers and mailers to the broker; the test's own is another one. */
  readonly brokerNetwork: TcpProxy
  readonly redis: RedisNode
  readonly database: FleetDatabase
  readonly sink: MailSink
  /** Ends and removes everything. */
  remove(): Promise<void>
}

interface Options {
  readonly servers?: number
  readonly mailers?: number
  readonly env?: Environment
  /** How long the mail server looks at a mail before it takes it, in milliseconds. */
  readonly lookMs?: () => number
}

/** Nothing here is about limits. */
const SETTINGS = {
  rate_limit_mail_total: 1_000_000,
  rate_limit_anonymous_requests: 1_000_000,
  rate_limit_register_requests: 1_000_000,
  otp_expiry_minutes: 10,
}

/** Starts what a fleet stands on; its servers and mailers are not running yet. */
export const aFleet = async ({
  servers = 2,
  mailers = 2,
  env = {},
  lookMs = () => 0,
}: Options = {}): Promise<Fleet> => {
  const folder = aFolder()
  const [sink, database, broker, redis] = await Promise.all([
    mailSink('accept', { lookMs }),
    fleetDatabase(),
    rabbitNode(),
    redisNode(),
  ])
  const amqp = new URL(broker.url)
  const brokerNetwork = await tcpProxy(Number(amqp.port))
  amqp.port = String(brokerNetwork.port)
  await Promise.all([broker.start(), redis.start()])
  const shared: Environment = {
    LATCHKEY_SECRET: randomBytes(32).toString('base64'),
    DATABASE_URL: database.url,
    AMQP_URL: amqp.href,
    REDIS_URL: redis.url,
    SMTP_URL: sink.url,
    HASH_MAX_WAIT_MS: '60000',
    SETTINGS: JSON.stringify(SETTINGS),
    ...env,
  }
  const folderOf = (name: string): string => {
    mkdirSync(join(folder, name))
    return join(folder, name)
  }
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const [allServers, allMailers] = await Promise.all([
    Promise.all(numbers(servers).map((n) => restartableServer(folderOf(`server-${n}`), shared))),
    Promise.all(numbers(mailers).map((n) => restartableMailer(folderOf(`mailer-${n}`), shared))),
  ])
  const processes = [...allServers, ...allMailers]
  return {
    servers: allServers,
    mailers: allMailers,
    broker,
    brokerNetwork,
    redis,
    database,
    sink,
    remove: async () => {
      await Promise.all(processes.map((one) => one.kill()))
      await Promise.all([sink.become('closed'), broker.remove(), redis.remove()])
      await brokerNetwork.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts processes; resolves when all are ready. */
export const launch = async (...processes: readonly RestartableProcess[]): Promise<void> => {
  for (const one of processes) one.launch()
  await Promise.all(processes.map((one) => one.untilReady()))
}

const restartableMailer = async (cwd: string, shared: Environment): Promise<RestartableProcess> => {
  const port = await steadyPort()
  const env = { ...shared, DATA_DIR: cwd, METRICS_PORT: String(port) }
  return restartableProcess({ start: () => startMailer({ env, cwd }), port, readyPath: '/ready' })
}
