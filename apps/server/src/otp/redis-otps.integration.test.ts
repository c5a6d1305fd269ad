import { anOtpCode, anOtpRequest, describeOtpStore, NOON } from '@latchkey/core/testing'
import { createSealer } from '@latchkey/sql'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { connectRedis, type RedisLink } from '../shared/redis.ts'
import { createRedisDatabase, type RedisDatabase, redisAnswers } from '../testing/test-redis.ts'
import { redisOtps } from './redis-otps.ts'

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) })
const OLD = key('old', 1)
const sealer = createSealer([OLD])
const log = { info: () => undefined, warn: () => undefined }
const ADA = anOtpRequest({ email: 'Ada@example.org', emailCanonical: 'ada@example.org' })

describe.skipIf(!(await redisAnswers()))('one-time codes in Redis', () => {
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
  const open = async () => {
    const found = await database.redis.keys('latchkey:otp:*')
    if (found.length > 0) await database.redis.del(found)
    return [
      { otps: redisOtps({ redis: links[0], sealer }) },
      { otps: redisOtps({ redis: links[1], sealer }) },
    ] as const
  }

  describeOtpStore('Redis', open)

  test('neither the address nor a hash of the token can be read there', async () => {
    const [{ otps }] = await open()
    await otps.add(ADA)
    const text = await database.dump()
    expect(text).toContain('latchkey:otp:otp-1')
    for (const said of [ADA.email, ADA.emailCanonical, ADA.requestHash, 'example.org'])
      expect(text).not.toContain(said)
  })

  test('its length there does not tell whether an address is a user’s', async () => {
    const [{ otps }] = await open()
    const email = `${'a'.repeat(64)}@${'example.'.repeat(20)}org`
    const users = [null, '01997b3e-0000-7000-8000-000000000000']
    for (const [n, userId] of users.entries())
      await otps.add({ ...anOtpRequest({ id: `otp-${n}`, email }), emailCanonical: email, userId })
    const lengths = users.map((_, n) => database.redis.hstrlen(`latchkey:otp:otp-${n}`, 'request'))
    expect(new Set(await Promise.all(lengths)).size).toBe(1)
  })

  test('a request that was changed, moved or sealed under a lost secret is none', async () => {
    const [{ otps }] = await open()
    await otps.add(ADA)
    await otps.add(anOtpRequest({ id: 'otp-2', email: 'eve@example.org' }))
    const theirs = (await database.redis.hget('latchkey:otp:otp-2', 'request')) ?? ''
    const ours = (await database.redis.hget('latchkey:otp:otp-1', 'request')) ?? ''
    // Not the last character: some of its bits count for nothing.
    const changed = ours.replace(/.{4}$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1))
    for (const forged of [theirs, changed, 'junk', '']) {
      await database.redis.hset('latchkey:otp:otp-1', 'request', forged)
      expect(await otps.find('otp-1', NOON)).toBeNull()
    }
    await database.redis.hset('latchkey:otp:otp-1', 'request', ours)
    expect(await otps.find('otp-1', NOON)).toEqual(ADA)
    const withSealer = (...keys: Parameters<typeof createSealer>[0]) =>
      redisOtps({ redis: links[0], sealer: createSealer(keys) })
    expect(await withSealer(key('new', 2), OLD).find('otp-1', NOON)).toEqual(ADA)
    expect(await withSealer(key('new', 2)).find('otp-1', NOON)).toBeNull()
  })

  test('fields that nobody of us wrote are no codes and give no tries', async () => {
    const [{ otps }] = await open()
    await otps.add(ADA)
    await database.redis.hset('latchkey:otp:otp-1', {
      'code:x': 'junk',
      'code:y': '',
      other: '9 h',
    })
    expect(await otps.find('otp-1', NOON)).toEqual(ADA)
    expect(await otps.guess('otp-1', anOtpCode({ id: 'x' }).hash, 5, NOON)).toBe('wrong')
    await database.redis.hset('latchkey:otp:otp-1', 'wrongTries', 'none')
    expect(await otps.guess('otp-1', anOtpCode({ id: 'otp-1-code' }).hash, 5, NOON)).toBe('spent')
  })

  test('a request ends by itself soon after the last of its codes', async () => {
    const [{ otps }] = await open()
    const endsIn = () => database.redis.pttl('latchkey:otp:otp-1')
    const after = (ms: number) => new Date(NOON.getTime() + ms)
    await otps.add({ ...ADA, codes: [anOtpCode({ id: 'a', expiresAt: after(300_000) })] })
    expect(await endsIn()).toBeLessThanOrEqual(360_000)
    expect(await endsIn()).toBeGreaterThan(300_000)
    await otps.addCode('otp-1', anOtpCode({ id: 'b', expiresAt: after(900_000) }), 5, NOON)
    expect(await endsIn()).toBeGreaterThan(900_000)
    await otps.guess('otp-1', anOtpCode({ id: 'wrong' }).hash, 5, NOON)
    expect(await endsIn()).toBeGreaterThan(0)
  })

  test('codes that are good no more are not kept', async () => {
    const [{ otps }] = await open()
    await otps.add(ADA)
    for (let n = 0; n < 20; n++) {
      const expiresAt = new Date(NOON.getTime() + 400_000 + n)
      await otps.addCode('otp-1', anOtpCode({ id: `code-${n}`, expiresAt }), 5, NOON)
    }
    expect(await database.redis.hlen('latchkey:otp:otp-1')).toBe(2 + 5)
  })

  test('when Redis is away every method says so, and none answers for it', async () => {
    const away = await connectRedis({ url: 'redis://127.0.0.1:1', log })
    onTestFinished(() => away.close())
    const otps = redisOtps({ redis: away, sealer })
    const code = anOtpCode()
    for (const attempt of [
      otps.add(ADA),
      otps.find('otp-1', NOON),
      otps.addCode('otp-1', code, 5, NOON),
      otps.guess('otp-1', code.hash, 5, NOON),
    ])
      await expect(attempt).rejects.toMatchObject({ name: 'DependencyUnavailable' })
  })
})
