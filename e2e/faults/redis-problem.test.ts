import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  redisProblem as problemOf,
  shownRedis,
} from '../../apps/server/src/doctor/redis-problem.ts'
import { canRunRedis, redisNode } from './redis-node.ts'

/** Both sentences as one text. */
const redisProblem = async (url: string) => {
  const problem = await problemOf(url)
  return problem && `${problem.fault}; ${problem.mend}`
}

test('what is shown of a Redis has neither user nor password', () => {
  expect(shownRedis('rediss://ada:hunter2@cache.example:6380/1')).toBe(
    'rediss://cache.example:6380/1',
  )
})

test('a Redis that is not there is told with what to do', async () => {
  expect(await redisProblem('redis://127.0.0.1:1')).toContain('start Redis')
  expect(await redisProblem('redis://no-such-host.invalid')).toContain('name of the host')
})

test('a server that never answers is given up', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined))
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void silent.close())
  const address = silent.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await redisProblem(`redis://127.0.0.1:${port}`)).toContain('nothing answers')
})

describe.skipIf(!canRunRedis)('a Redis that is there', () => {
  const aRedis = async () => {
    const redis = await redisNode()
    onTestFinished(redis.remove)
    await redis.start()
    return redis
  }

  test('is fine when it takes a write', async () => {
    const { url } = await aRedis()
    expect(await redisProblem(url)).toBeNull()
    expect(await redisProblem(`${url}/99`)).toContain('no database of that number')
    expect(await redisProblem(url.replace('redis:', 'rediss:'))).toMatch(/TLS|nothing answers/)
  })

  test('is told when it takes none, and never with the password', async () => {
    const { ask, port, url } = await aRedis()
    await ask('REPLICAOF 127.0.0.1 1')
    expect(await redisProblem(url)).toContain('replica')
    await ask('REPLICAOF NO ONE')
    await ask('CONFIG SET maxmemory 1')
    expect(await redisProblem(url)).toContain('memory is full')
    await ask('CONFIG SET maxmemory 0')
    await ask('CONFIG SET requirepass correct-horse')
    for (const login of ['', 'ada:hunter2@', ':hunter2@']) {
      const problem = await redisProblem(`redis://${login}127.0.0.1:${port}`)
      expect(problem).toContain('does not let us in')
      expect(problem).not.toContain('hunter2')
    }
  })
})
