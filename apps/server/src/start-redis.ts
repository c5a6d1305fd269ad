import { setTimeout as pause } from 'node:timers/promises'
import type { AttemptBudget, OtpStore } from '@latchkey/core'
import type { Logger } from '@latchkey/process'
import { createSealer } from '@latchkey/sql'
import type { Vital } from './http/health.route.ts'
import type { Installation } from './installation.ts'
import { redisOtps } from './otp/redis-otps.ts'
import { insuredBudgets } from './protection/insured-budgets.ts'
import { processBudgets } from './protection/process-budgets.ts'
import { redisBudgets } from './protection/redis-budgets.ts'
import { revocationNews } from './session/revocation-news.ts'
import { connectRedis, type RedisLink } from './shared/redis.ts'

/** What Redis does for a server, or what is done without it. */
export interface RedisPart {
  readonly otps: OtpStore
  /** Of requests and wrong passwords; those that guard codes and mails are in the database. */
  readonly budgets: AttemptBudget
  state(): Promise<Vital>
  stop(): void
}

/** How long Redis is left alone when limits cannot be counted there. */
const RETRY_MS = 1000

/** Uses Redis when it is configured: for one-time codes, limits, and the news of ended sessions. */
export const startRedis = async (
  { config, keys, storage, revocations }: Installation,
  log: Logger,
): Promise<RedisPart> => {
  if (config.redisUrl === null)
    return {
      otps: storage.otps,
      budgets: storage.stores.budgets,
      state: async () => 'disabled',
      stop: () => undefined,
    }
  const redis = await connectRedis({ url: config.redisUrl, log })
  const news = revocationNews({ redis, revocations })
  const hush = storage.onSessionsEnded(news.publish)
  return {
    otps: redisOtps({ redis, sealer: createSealer(keys.keys('otp-request')) }),
    budgets: insuredBudgets({
      shared: redisBudgets({ redis, keys: keys.keys('budget') }),
      own: processBudgets(),
      untilBack: () => untilHealthy(redis),
    }),
    state: async () => ((await redis.isHealthy()) ? 'healthy' : 'unhealthy'),
    stop() {
      hush()
      redis.close()
    },
  }
}

const untilHealthy = async (redis: RedisLink): Promise<void> => {
  do await pause(RETRY_MS, undefined, { ref: false })
  while (!(await redis.isHealthy()))
}
