import {
  MAX_LIVE_CODES,
  type OtpCode,
  type OtpGuess,
  type OtpRequest,
  type OtpStore,
  type SecretHash,
} from '@latchkey/core'
import type { Sealer } from '@latchkey/sql'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { RedisLink } from '../shared/redis.ts'
import { ADD, ADD_CODE, GUESS } from './redis-otp-scripts.ts'

/** A request is kept for so much longer than its last code, so that no clock but ours ends a code. */
const MARGIN_MS = 60_000

/** Longer than any request, so that its length does not tell whether the address is a user's. */
const SEALED_LENGTH = 1_024

interface Deps {
  readonly redis: Pick<RedisLink, 'run'>
  /** Seals what a request says: who reads or writes Redis learns no address, and can name none. */
  readonly sealer: Sealer
}

/**
 * Requests to sign in by mailed code in Redis, one hash each that ends by itself. What cannot be
 * read, because it was changed or sealed under a secret that is gone, is no request.
 */
export const redisOtps = ({ redis, sealer }: Deps): OtpStore => ({
  async add(request) {
    const codes = request.codes.flatMap((code) => [fieldOf(code), textOf(code)])
    const said = JSON.stringify(toKept(request)).padEnd(SEALED_LENGTH)
    const sealed = sealer.seal(purposeOf(request.id), said)
    const end = Math.max(...request.codes.map(({ expiresAt }) => expiresAt.getTime()))
    const keptMs = end - request.createdAt.getTime() + MARGIN_MS
    const fields = ['request', sealed, 'wrongTries', request.wrongTries, ...codes]
    await redis.run((on) => on.eval(ADD, 1, keyOf(request.id), keptMs, ...fields))
  },

  async find(id, now) {
    const hash = await redis.run((on) => on.hgetall(keyOf(id)))
    const codes = liveCodes(hash, now)
    const kept = codes.length > 0 ? openKept(sealer, id, hash['request']) : null
    return kept && { id, ...kept, codes, wrongTries: Number(hash['wrongTries']) }
  },

  async addCode(id, code, maxTries, now) {
    const limits = [now.getTime(), maxTries, MAX_LIVE_CODES]
    const added = await redis.run((on) =>
      on.eval(ADD_CODE, 1, keyOf(id), ...limits, fieldOf(code), textOf(code), MARGIN_MS),
    )
    return added === 1
  },

  async guess(id, hash, maxTries, now) {
    const parts = hash.split('.').filter((part) => part !== '')
    const limits = [now.getTime(), maxTries, MAX_LIVE_CODES]
    const verdict = await redis.run((on) => on.eval(GUESS, 1, keyOf(id), ...limits, ...parts))
    return VERDICTS.find((known) => known === verdict) ?? 'spent'
  },
})

const VERDICTS: readonly OtpGuess[] = ['right', 'wrong', 'spent']
const PREFIX = 'latchkey:otp:'
const keyOf = (id: string): string => `${PREFIX}${id}`
/** Takes out every request there is. */
export const removeRedisOtps = async (redis: Redis): Promise<void> => {
  for await (const keys of redis.scanStream({ match: `${PREFIX}*`, count: 500 }))
    if (keys.length > 0) await redis.unlink(keys)
}

/** What is sealed belongs to this request and to no other. */
const purposeOf = (id: string): string => `otp:${id}`

const fieldOf = ({ id }: OtpCode): string => `code:${id}`
const textOf = ({ hash, expiresAt }: OtpCode): string => `${expiresAt.getTime()} ${hash}`

/** As the scripts see them: not expired, newest first, and no more than may be good at a time. */
const liveCodes = (hash: Readonly<Record<string, string>>, now: Date): OtpCode[] =>
  Object.entries(hash)
    .flatMap(([field, value]) => {
      const [, id] = /^code:(.+)$/.exec(field) ?? []
      const [, end, codeHash] = /^(\d+) (.*)$/.exec(value) ?? []
      if (!id || !end || codeHash === undefined) return []
      return [{ id, hash: codeHash as SecretHash, expiresAt: new Date(Number(end)) }]
    })
    .filter(({ expiresAt }) => expiresAt > now)
    .sort((a, b) => Number(b.expiresAt) - Number(a.expiresAt) || (a.id < b.id ? 1 : -1))
    .slice(0, MAX_LIVE_CODES)

const KEPT = z.object({
  email: z.string(),
  emailCanonical: z.string(),
  userId: z.string().nullable(),
  locale: z.string(),
  requestHash: z.custom<SecretHash>((value) => typeof value === 'string'),
  createdAt: z.number().transform((at) => new Date(at)),
})

const toKept = ({
  createdAt,
  codes: _codes,
  wrongTries: _tries,
  ...said
}: OtpRequest): z.input<typeof KEPT> => ({ ...said, createdAt: createdAt.getTime() })

const openKept = (sealer: Sealer, id: string, sealed = ''): z.output<typeof KEPT> | null => {
  try {
    return KEPT.parse(JSON.parse(sealer.open(purposeOf(id), sealed)))
  } catch {
    return null
  }
}
