import { Redis } from 'ioredis'

const PATIENCE_MS = 3000

/** For commands at a console: one connection, some work, and the first error of either. */
export const redisOnce = async <T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    retryStrategy: null,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxLoadingRetryTime: PATIENCE_MS,
    disconnectTimeout: 0,
  })
  const errors: unknown[] = []
  redis.on('error', (error) => void errors.push(error))
  try {
    await redis.connect()
    // A database that is not there is told as an event only.
    if (errors.length > 0) throw errors[0]
    return await work(redis)
  } catch (error) {
    throw errors[0] ?? error
  } finally {
    redis.disconnect()
  }
}
