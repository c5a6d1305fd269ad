import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { answers, createServerDatabase } from '../packages/sql/src/testing/test-servers.ts'
import { canRunRabbit, type RabbitNode, rabbitNode } from './faults/rabbit-node.ts'
import { canRunRedis, type RedisNode, redisNode } from './faults/redis-node.ts'
import { startMailer } from './mailer.ts'
import { aFolder, startServer, type TestServer } from './server.ts'
import { signsInByCode, signsInByPassword } from './sign-in-flows.ts'

const NAMES = ['SQLite', 'PostgreSQL', 'MySQL'] as const
const DATABASES = await Promise.all(
  NAMES.map(async (name) => ({ name, isThere: name === 'SQLite' || (await answers(name)) })),
)

describe.skipIf(!canRunRabbit || !canRunRedis)('through Redis, RabbitMQ and a mail worker', () => {
  let broker: RabbitNode
  let redis: RedisNode
  beforeAll(async () => {
    broker = await rabbitNode()
    redis = await redisNode()
    await Promise.all([broker.start(), redis.start()])
  })
  afterAll(async () => {
    await Promise.all([broker.remove(), redis.remove()])
  })

  /**
   * A server and a worker in one folder: what the worker sends is in the server's dev mailbox, and
   * the worker says so.
   */
  const pair = async (name: (typeof NAMES)[number]): Promise<TestServer> => {
    const dataDir = aFolder()
    const database = name === 'SQLite' ? null : await createServerDatabase(name)
    const services = { AMQP_URL: broker.url, REDIS_URL: redis.url }
    const env = { ...services, ...(database && { DATABASE_URL: database.url }) }
    const server = await startServer({ env, dataDir })
    const mailer = await startMailer({ env: { ...env, DATA_DIR: dataDir }, cwd: dataDir })
    expect(mailer.logs()).toContain('mails are kept in mailbox.jsonl')
    onTestFinished(async () => {
      await Promise.all([server.stop(), mailer.stop()])
      rmSync(dataDir, { recursive: true })
      await database?.drop()
    })
    return server
  }

  for (const { name, isThere } of DATABASES)
    test.skipIf(!isThere)(`on ${name} somebody signs up, in, stays signed in and out`, async () => {
      const server = await pair(name)
      await signsInByPassword(server)
      await signsInByCode(server)
    })
})
