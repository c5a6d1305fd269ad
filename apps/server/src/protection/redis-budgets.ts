import { createHmac } from 'node:crypto'
import type { AttemptBudget, Budget } from '@latchkey/core'
import type { DerivedKeys } from '@latchkey/process'
import type { RedisLink } from '../shared/redis.ts'

/** A window is kept for so much longer than it runs, so that no clock but ours ends it. */
const MARGIN_MS = 60_000

/** ARGV: now, the limit, the window, how long to keep it. Returns how long to wait, 0 for a place. */
const RESERVE = `
local kept = redis.call('HMGET', KEYS[1], 'used', 'resetsAt')
local used, resetsAt = tonumber(kept[1]) or 0, tonumber(kept[2]) or 0
local now, limit, windowMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if used <= 0 or resetsAt <= now then
  redis.call('HSET', KEYS[1], 'used', 1, 'resetsAt', now + windowMs)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 0
end
if used >= limit then return resetsAt - now end
redis.call('HINCRBY', KEYS[1], 'used', 1)
return 0
`

const RELEASE = `
local used = tonumber(redis.call('HGET', KEYS[1], 'used')) or 0
if used > 0 then redis.call('HINCRBY', KEYS[1], 'used', -1) end
return 0
`

const PREFIX = 'latchkey:budget:'

interface Deps {
  readonly redis: Pick<RedisLink, 'run'>
  /** Names are made with the newest: who reads Redis learns no address and cannot try one. */
  readonly keys: DerivedKeys
}

/**
 * Budgets of attempts in Redis, one hash each that ends by itself. A script runs alone, so that
 * parallel attempts of any number of nodes get no more places than there are.
 */
export const redisBudgets = ({ redis, keys: [{ key }] }: Deps): AttemptBudget => {
  const keyOf = ({ name }: Budget, subject: string): string => {
    const tag = createHmac('sha256', key).update(JSON.stringify([name, subject]))
    return PREFIX + tag.digest('base64url')
  }
  return {
    async reserve(budget, subject, now) {
      const { limit, windowSeconds } = budget
      const windowMs = windowSeconds * 1000
      const limits = [now.getTime(), limit, windowMs, windowMs + MARGIN_MS]
      const waitMs = await redis.run((on) => on.eval(RESERVE, 1, keyOf(budget, subject), ...limits))
      if (waitMs === 0) return { ok: true }
      const retryAfterSeconds = Math.max(1, Math.ceil(Number(waitMs) / 1000))
      return { ok: false, reason: 'budget_spent', retryAfterSeconds }
    },
    async release(budget, subject) {
      await redis.run((on) => on.eval(RELEASE, 1, keyOf(budget, subject)))
    },
    async clear(budget, subject) {
      await redis.run((on) => on.del(keyOf(budget, subject)))
    },
  }
}
