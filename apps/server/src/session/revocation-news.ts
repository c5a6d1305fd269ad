import { validate as isUuid } from 'uuid'
import type { RedisLink } from '../shared/redis.ts'
import type { Revocations } from './revocations.ts'

const CHANNEL = 'latchkey:sessions-ended'
const IDS_PER_MESSAGE = 500
/** No message of ours is longer. */
const MAX_MESSAGE_LENGTH = 20_000
/** Who may write to Redis must not fill our memory. What we do not hear, the next look reads. */
const MAX_IDS_PER_WINDOW = 10_000
const WINDOW_MS = 60_000

interface Deps {
  readonly redis: Pick<RedisLink, 'run' | 'listen'>
  readonly revocations: Pick<Revocations, 'add'>
  /** A clock that is never set. */
  readonly monotonicMs?: () => number
}

/**
 * Tells the other nodes at once which sessions ended, and hears it from them. The news makes them
 * faster, never more certain: the database stays the authority and is read as before. A message can
 * end a session's tokens and nothing else; what names no session is ignored, and so is a flood.
 */
export const revocationNews = ({
  redis,
  revocations,
  monotonicMs = () => performance.now(),
}: Deps) => {
  const admitted = atMostPerWindow(monotonicMs)
  redis.listen(CHANNEL, (message) => revocations.add(admitted(idsIn(message))))
  return {
    /** For the sessions of a commit. Returns at once; news that cannot be sent is dropped. */
    publish(ids: readonly string[]): void {
      for (let from = 0; from < ids.length; from += IDS_PER_MESSAGE) {
        const message = ids.slice(from, from + IDS_PER_MESSAGE).join(' ')
        redis.run((on) => on.publish(CHANNEL, message)).catch(() => undefined)
      }
    },
  }
}

const idsIn = (message: string): string[] =>
  message.length > MAX_MESSAGE_LENGTH ? [] : message.split(' ').filter((id) => isUuid(id))

const atMostPerWindow = (monotonicMs: () => number) => {
  let beganMs = monotonicMs()
  let left = MAX_IDS_PER_WINDOW
  return (ids: readonly string[]): readonly string[] => {
    if (monotonicMs() - beganMs >= WINDOW_MS) {
      beganMs = monotonicMs()
      left = MAX_IDS_PER_WINDOW
    }
    const taken = ids.slice(0, left)
    left -= taken.length
    return taken
  }
}
