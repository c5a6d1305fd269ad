import { createServer, connect as openConnection, type Server } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectRedis, type RedisLink } from '../../apps/server/src/shared/redis.ts'
import { canRunRedis, type RedisNode, redisNode } from './redis-node.ts'
import { tcpProxy } from './tcp-proxy.ts'

const SOON = { timeout: 8000, interval: 20 }
/** Far above the quarter of a second that is promised, and far below any default of a library. */
const GENEROUS_MS = 1500
const UNAVAILABLE = { name: 'DependencyUnavailable' }

const ping = (link: RedisLink) => link.run((redis) => redis.ping())

/** What was logged, each line with the error that belongs to it. */
const aLog = () => {
  const lines: string[] = []
  return {
    lines,
    info: (text: string) => void lines.push(text),
    warn: ({ err }: { err: Error }, text: string) => void lines.push(`${text} ${err.stack}`),
  }
}

const connect = async (url: string) => {
  const log = aLog()
  const link = await connectRedis({ url, log })
  onTestFinished(() => link.close())
  return { link, lines: log.lines }
}

const aRedis = async (): Promise<RedisNode> => {
  const redis = await redisNode()
  onTestFinished(redis.remove)
  await redis.start()
  return redis
}

/** Where a stand-in for Redis listens until the test is over. */
const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Commands that are given one after the other while Redis is in trouble: none may hang. */
const expectFailFast = async (link: RedisLink) => {
  for (let n = 0; n < 5; n++) {
    const begun = performance.now()
    await expect(ping(link)).rejects.toMatchObject(UNAVAILABLE)
    expect(performance.now() - begun).toBeLessThan(GENEROUS_MS)
  }
  expect(await link.isHealthy()).toBe(false)
}

const expectRecovery = (link: RedisLink) =>
  vi.waitFor(async () => expect(await link.isHealthy()).toBe(true), SOON)

describe.skipIf(!canRunRedis)('a link to Redis', () => {
  test('that was killed fails fast, recovers by itself, and logs each once', async () => {
    const redis = await aRedis()
    const { link, lines } = await connect(redis.url)
    expect(await ping(link)).toBe('PONG')
    await redis.kill()
    await expectFailFast(link)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('Redis is out of reach')
    await redis.start()
    await expectRecovery(link)
    expect(await ping(link)).toBe('PONG')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('Redis answers again')
  })

  test('that is frozen fails fast, first on its connection and then on new ones, and recovers by itself', async () => {
    const redis = await aRedis()
    const { link, lines } = await connect(redis.url)
    redis.pause()
    await expectFailFast(link)
    await expectFailFast(link)
    expect(lines).toHaveLength(1)
    redis.resume()
    await expectRecovery(link)
    expect(lines).toHaveLength(2)
  })

  test.each(['hang', 'refuse'] as const)(
    'over a network that begins to %s fails fast and recovers by itself',
    async (mode) => {
      const redis = await aRedis()
      const network = await tcpProxy(redis.port)
      onTestFinished(network.close)
      const { link, lines } = await connect(`redis://127.0.0.1:${network.port}`)
      expect(await link.isHealthy()).toBe(true)
      await network.become(mode)
      await expectFailFast(link)
      await expectFailFast(link)
      await network.become('pass')
      await expectRecovery(link)
      expect(lines).toHaveLength(2)
    },
  )

  test('whose answer came while this process was busy is not given up', async () => {
    const redis = await aRedis()
    const { link, lines } = await connect(redis.url)
    const answers = Array.from({ length: 50 }, () => ping(link))
    const isFreeAt = performance.now() + 800
    while (performance.now() < isFreeAt);
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['PONG']))
    expect(lines).toEqual([])
  })

  test('whose answers begin to come 2 s late fails fast and recovers by itself', async () => {
    const redis = await aRedis()
    let lateMs = 0
    const slow = createServer((client) => {
      const service = openConnection(redis.port, '127.0.0.1')
      service.on('data', (bytes) => setTimeout(() => client.write(bytes), lateMs))
      client.on('data', (bytes) => service.write(bytes))
      for (const [from, to] of [[client, service] as const, [service, client] as const])
        from.on('error', () => undefined).on('close', () => to.destroy())
    })
    const { link, lines } = await connect(`redis://127.0.0.1:${await portOf(slow)}`)
    expect(await link.isHealthy()).toBe(true)
    lateMs = 2000
    for (let round = 0; round < 3; round++) await expectFailFast(link)
    lateMs = 0
    await expectRecovery(link)
    expect(lines).toHaveLength(2)
  })

  test('that is not there at the start is waited for in the background', async () => {
    const redis = await aRedis()
    await redis.kill()
    const { link, lines } = await connect(redis.url)
    await expectFailFast(link)
    expect(lines).toHaveLength(1)
    await redis.start()
    await expectRecovery(link)
  })

  test('that hangs or is loading at the start delays the start by a moment only', async () => {
    const loading = '-LOADING Redis is loading the dataset in memory\r\n'
    for (const reply of [null, loading]) {
      const fake = createServer((socket) => {
        socket.on('error', () => undefined)
        if (reply !== null) socket.on('data', () => socket.write(reply.repeat(5)))
      })
      const { link } = await connect(`redis://127.0.0.1:${await portOf(fake)}`)
      await expectFailFast(link)
    }
  })

  test('that became a replica is unhealthy until it is a primary again', async () => {
    const redis = await aRedis()
    const { link } = await connect(redis.url)
    await redis.ask('REPLICAOF 127.0.0.1 1')
    const write = () => link.run((on) => on.set('key', 'value'))
    await expect(write()).rejects.toMatchObject(UNAVAILABLE)
    expect(await link.isHealthy()).toBe(false)
    await redis.ask('REPLICAOF NO ONE')
    await expectRecovery(link)
    expect(await write()).toBe('OK')
  })

  test('whose memory is full is unhealthy', async () => {
    const redis = await aRedis()
    await redis.ask('CONFIG SET maxmemory 1')
    const { link } = await connect(redis.url)
    expect(await link.isHealthy()).toBe(false)
  })

  test('that refuses the password is told without it', async () => {
    const redis = await aRedis()
    await redis.ask('CONFIG SET requirepass correct-horse')
    const right = await connect(`redis://:correct-horse@127.0.0.1:${redis.port}`)
    expect(await right.link.isHealthy()).toBe(true)
    const wrong = await connect(`redis://:battery-staple@127.0.0.1:${redis.port}`)
    await expectFailFast(wrong.link)
    expect(wrong.lines).toHaveLength(1)
    expect(wrong.lines.join()).toContain('WRONGPASS')
    expect(wrong.lines.join()).not.toContain('battery-staple')
  })

  test('hears messages, also after Redis was away', async () => {
    const redis = await aRedis()
    const { link } = await connect(redis.url)
    const heard: string[] = []
    link.listen('news', (message) => heard.push(message))
    const untilHeard = (message: string) =>
      vi.waitFor(async () => {
        await redis.ask(`PUBLISH news ${message}`)
        await redis.ask('PUBLISH other stranger')
        expect(heard).toContain(message)
      }, SOON)
    await untilHeard('first')
    await redis.kill()
    await redis.start()
    await untilHeard('second')
    expect(heard).not.toContain('stranger')
  })

  test('that was closed says so, and logs nothing about it', async () => {
    const redis = await aRedis()
    const { link, lines } = await connect(redis.url)
    link.close()
    await expect(ping(link)).rejects.toMatchObject(UNAVAILABLE)
    expect(lines).toEqual([])
  })
})
