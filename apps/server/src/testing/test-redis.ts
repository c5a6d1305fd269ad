import { randomInt } from 'node:crypto'
import { connect } from 'node:net'
import { env } from 'node:process'
import { Redis } from 'ioredis'

/** A Redis to test on, under a name that a CI service has. */
const BASE = env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'
/** Redis has this many databases unless it is told otherwise; the first one is left alone. */
const DATABASES = 16
const CLAIM = 'latchkey-test'
const CLAIM_SECONDS = 600

const openRedis = async (url: string): Promise<Redis> => {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null })
  redis.on('error', () => undefined)
  await redis.connect()
  return redis
}

/**
 * Whether Redis answers. Under `CI=true` it must: then a silent one throws, else its tests are
 * skipped under its name.
 */
export const redisAnswers = async (): Promise<boolean> => {
  try {
    const redis = await openRedis(BASE)
    redis.disconnect()
    return true
  } catch (error) {
    if (env['CI'] === 'true') throw error
    console.warn(`Redis is not tested. Nothing answers at ${new URL(BASE).host}.`)
    return false
  }
}

/** An empty database of Redis that nobody else uses for now, and a connection to it. */
export interface RedisDatabase {
  readonly url: string
  readonly redis: Redis
  /** Everything in it, as text. */
  dump(): Promise<string>
  /** Notes every command that Redis is sent from now on; resolves to what tells them as Redis does. */
  overhear(): Promise<() => string>
  /** Deletes what was left in it. */
  drop(): Promise<void>
}

export const createRedisDatabase = async (): Promise<RedisDatabase> => {
  const first = randomInt(DATABASES)
  for (let step = 0; step < DATABASES; step++) {
    const number = 1 + ((first + step) % (DATABASES - 1))
    const url = Object.assign(new URL(BASE), { pathname: `/${number}` }).href
    const redis = await openRedis(url)
    const isOurs = await redis.set(CLAIM, '1', 'EX', CLAIM_SECONDS, 'NX')
    if (isOurs && (await redis.dbsize()) === 1)
      return {
        url,
        redis,
        dump: () => dump(redis),
        overhear: () => overhear(redis),
        drop: () => drop(redis),
      }
    if (isOurs) await redis.del(CLAIM)
    redis.disconnect()
  }
  throw new Error('every database of Redis is in use')
}

const drop = async (redis: Redis): Promise<void> => {
  await redis.flushdb()
  redis.disconnect()
}

/** By a connection of our own: that of the library stumbles when others talk at the same time. */
const overhear = (redis: Redis): Promise<() => string> =>
  new Promise((resolve, reject) => {
    const { hostname, port, username, password } = new URL(BASE)
    const socket = connect(Number(port) || 6379, hostname).setEncoding('latin1')
    const login = [username, password].filter(Boolean).map(decodeURIComponent).join(' ')
    let commands = ''
    socket.on('error', reject).on('data', (text: string) => {
      commands += text
      if (commands.includes('+OK')) resolve(() => commands)
    })
    socket.write(`${login && `AUTH ${login}\r\n`}MONITOR\r\n`)
    redis.once('close', () => socket.destroy())
  })

const dump = async (redis: Redis): Promise<string> => {
  const keys = (await redis.keys('*')).filter((key) => key !== CLAIM)
  const values = keys.map(async (key) => {
    const isHash = (await redis.type(key)) === 'hash'
    const value = isHash ? Object.entries(await redis.hgetall(key)).flat() : [await redis.get(key)]
    return [key, ...value].join('\n')
  })
  return (await Promise.all(values)).join('\n')
}
