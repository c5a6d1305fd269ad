import { DependencyUnavailable } from '@latchkey/core'
import { v7 } from 'uuid'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectRedis, type RedisLink } from '../shared/redis.ts'
import { createRedisDatabase, redisAnswers } from '../testing/test-redis.ts'
import { revocationNews } from './revocation-news.ts'

const SOON = { timeout: 5000, interval: 10 }
const log = { info: () => undefined, warn: () => undefined }

/** A node: what it heard of, and how it tells. */
const aNode = (redis: Pick<RedisLink, 'run' | 'listen'>) => {
  const heard: string[] = []
  const news = revocationNews({ redis, revocations: { add: (ids) => void heard.push(...ids) } })
  return { heard, publish: news.publish }
}

describe.skipIf(!(await redisAnswers()))('the news of ended sessions', () => {
  const open = async () => {
    const database = await createRedisDatabase()
    const links = [await connectRedis({ url: database.url, log })] as [RedisLink, ...RedisLink[]]
    links.push(await connectRedis({ url: database.url, log }))
    onTestFinished(async () => {
      for (const link of links) link.close()
      await database.drop()
    })
    const [here, there] = [aNode(links[0]), aNode(links[1] ?? links[0])]
    const subscribers = async () =>
      Number((await database.redis.pubsub('NUMSUB', 'latchkey:sessions-ended'))[1])
    await vi.waitFor(async () => expect(await subscribers()).toBeGreaterThanOrEqual(2), SOON)
    return { here, there, redis: database.redis }
  }

  test('reaches every node, however many sessions ended at once', async () => {
    const { here, there } = await open()
    const ids = Array.from({ length: 1201 }, () => v7())
    here.publish(ids)
    await vi.waitFor(() => {
      expect(there.heard.filter((id) => ids.includes(id))).toEqual(ids)
      expect(here.heard.filter((id) => ids.includes(id))).toEqual(ids)
    }, SOON)
  })

  test('ignores what names no session', async () => {
    const { there, redis } = await open()
    const [mine, last, tooMany] = [v7(), v7(), v7()]
    const junk = ['', ' ', 'null', '{"ids":[1]}', '*', `${mine},`, `-${mine}`, '\u0000\u00ff']
    for (const message of [...junk, `${tooMany} `.repeat(2000), `junk ${mine} more`, last])
      await redis.publish('latchkey:sessions-ended', message)
    await vi.waitFor(() => expect(there.heard).toContain(last), SOON)
    const ours = [...junk, mine, last, tooMany]
    expect(there.heard.filter((id) => ours.includes(id))).toEqual([mine, last])
  })
})

test('telling returns at once and never fails, though nothing takes the news', async () => {
  const asked: string[] = []
  const refuse = async () => {
    asked.push('publish')
    throw new DependencyUnavailable('away')
  }
  const node = aNode({ run: refuse, listen: () => undefined })
  expect(node.publish([v7()])).toBeUndefined()
  expect(node.publish([])).toBeUndefined()
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).toEqual(['publish'])
})

test('a flood of news is not kept, and after a minute news is heard again', () => {
  let nowMs = 0
  let say: (message: string) => void = () => undefined
  const heard: string[] = []
  revocationNews({
    redis: {
      run: () => Promise.reject(new DependencyUnavailable('away')),
      listen: (_channel, listener) => {
        say = listener
      },
    },
    revocations: { add: (ids) => void heard.push(...ids) },
    monotonicMs: () => nowMs,
  })
  const message = Array.from({ length: 500 }, () => v7()).join(' ')
  for (let n = 0; n < 100; n++) say(message)
  expect(heard).toHaveLength(10_000)
  nowMs = 60_000
  const later = v7()
  say(later)
  expect(heard.at(-1)).toBe(later)
})
