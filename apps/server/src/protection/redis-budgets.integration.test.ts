import { afterNoon, describeAttemptBudget, NOON } from '@latchkey/core/testing'
import { keyring } from '@latchkey/process'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectRedis, type RedisLink } from '../shared/redis.ts'
import { createRedisDatabase, type RedisDatabase, redisAnswers } from '../testing/test-redis.ts'
import { redisBudgets } from './redis-budgets.ts'

const keys = keyring([Buffer.alloc(32, 'budgets')]).keys('budget')
const log = { info: () => undefined, warn: () => undefined }
const BUDGET = { name: 'otp', limit: 3, windowSeconds: 900 }

describe.skipIf(!(await redisAnswers()))('budgets in Redis', () => {
  let database: RedisDatabase
  let links: readonly [RedisLink, RedisLink]
  beforeAll(async () => {
    database = await createRedisDatabase()
    const connect = () => connectRedis({ url: database.url, log })
    links = [await connect(), await connect()]
  })
  afterAll(async () => {
    for (const link of links) link.close()
    await database.drop()
  })
  const names = () => database.redis.keys('latchkey:budget:*')
  const open = async () => {
    const found = await names()
    if (found.length > 0) await database.redis.del(found)
    return [
      { budgets: redisBudgets({ redis: links[0], keys }) },
      { budgets: redisBudgets({ redis: links[1], keys }) },
    ] as const
  }

  describeAttemptBudget('Redis', open)

  test('no address can be read there, nor tried without the secret', async () => {
    const [{ budgets }] = await open()
    await budgets.reserve(BUDGET, JSON.stringify(['192.0.2.1', 'ada@example.org']), NOON)
    expect(await names()).toHaveLength(1)
    const text = await database.dump()
    for (const said of ['ada', 'example', '192.0.2', 'otp']) expect(text).not.toContain(said)
    const others = keyring([Buffer.alloc(32, 'others')]).keys('budget')
    const elsewhere = redisBudgets({ redis: links[0], keys: others })
    await elsewhere.reserve(BUDGET, JSON.stringify(['192.0.2.1', 'ada@example.org']), NOON)
    expect(await names()).toHaveLength(2)
  })

  test('a count ends by itself soon after its window', async () => {
    const [{ budgets }] = await open()
    for (const at of [NOON, afterNoon(600_000)]) await budgets.reserve(BUDGET, 'ada', at)
    const [name = ''] = await names()
    const endsIn = await database.redis.pttl(name)
    expect(endsIn).toBeGreaterThan(900_000)
    expect(endsIn).toBeLessThanOrEqual(960_000)
  })

  test('what nobody of us wrote there gives no error', async () => {
    const [{ budgets }] = await open()
    await budgets.reserve(BUDGET, 'ada', NOON)
    const [name = ''] = await names()
    for (const used of ['junk', '', '-7', '1e999']) {
      await database.redis.hset(name, { used, resetsAt: 'junk' })
      expect(await budgets.reserve(BUDGET, 'ada', NOON)).toEqual({ ok: true })
      await budgets.release(BUDGET, 'ada')
    }
  })

  test('while Redis is away every method says so', async () => {
    const away = await connectRedis({ url: 'redis://127.0.0.1:1', log })
    onTestFinished(() => away.close())
    const budgets = redisBudgets({ redis: away, keys })
    for (const attempt of [
      budgets.reserve(BUDGET, 'ada', NOON),
      budgets.release(BUDGET, 'ada'),
      budgets.clear(BUDGET, 'ada'),
    ])
      await expect(attempt).rejects.toMatchObject({ name: 'DependencyUnavailable' })
  })
})
