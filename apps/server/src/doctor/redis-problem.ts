import { probe } from '../shared/redis.ts'
import { redisOnce } from '../shared/redis-once.ts'

const MENDS: readonly (readonly [RegExp, string, string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'the name of the host is unknown', 'correct it in REDIS_URL'],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNRESET|timed out/,
    'nothing answers',
    'start Redis, correct host and port in REDIS_URL, or open the firewall',
  ],
  [
    /WRONGPASS|NOAUTH|NOPERM|without any password/,
    'it does not let us in or lets us do too little',
    'check user and password in REDIS_URL',
  ],
  [/DB index/, 'it has no database of that number', 'correct it in REDIS_URL'],
  [/READONLY/, 'it is a replica and takes no writes', 'name its primary in REDIS_URL'],
  [/MOVED|CLUSTERDOWN/, 'it is a cluster', 'name a single Redis, or a primary with replicas'],
  [/OOM/, 'its memory is full', 'raise maxmemory or let it evict'],
  [/LOADING/, 'it is still loading its data', 'wait a moment'],
  [
    /certificate|altnames|self.signed/i,
    'its certificate is not trusted',
    'name the file of its authority in NODE_EXTRA_CA_CERTS',
  ],
  [/wrong version number|EPROTO/, 'it does not speak TLS', 'write redis:// instead of rediss://'],
]

/** Host, port and database of a `REDIS_URL`: fit for messages. */
export const shownRedis = (url: string): string => {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname}`
}

/** What is wrong with a Redis, and what to do about it when that is known. */
interface RedisTrouble {
  readonly fault: string
  readonly mend: string | null
}

/** Connects once and writes: what to mend, or null when Redis does what we need. */
export const redisProblem = (url: string): Promise<RedisTrouble | null> =>
  redisOnce(url, probe).then(() => null, redisTrouble)

/** The operator's sentences for an error of Redis. */
export const redisTrouble = (error: unknown): RedisTrouble => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  const text = `${code} ${error instanceof Error ? error.message : error}`.trim()
  const known = MENDS.find(([pattern]) => pattern.test(text))
  return known
    ? { fault: known[1], mend: known[2] }
    : { fault: `it fails with: ${text}`, mend: null }
}
