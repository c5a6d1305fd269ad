import { setTimeout as sleep } from 'node:timers/promises'
import type { Settlement } from '@latchkey/core'
import { nameOf } from './mail-log.ts'
import type { Sending } from './sending.ts'

const RETRIES_MS = [250, 500, 1_000, 2_000, 4_000]

/**
 * Records what became of a message, again when the queue cannot take it. When it never can, the
 * lease runs out and the mail goes again.
 */
export const settleWithRetries =
  ({ queue, clock, owner, log }: Pick<Sending, 'queue' | 'clock' | 'owner' | 'log'>) =>
  async (id: string, result: Settlement): Promise<void> => {
    for (const waitMs of [...RETRIES_MS, null]) {
      try {
        return await queue.settle(owner, id, result, clock.now())
      } catch (error) {
        const fields = { messageId: id, error: nameOf(error) }
        log.warn(fields, 'the result of a mail is not recorded yet')
      }
      if (waitMs !== null) await sleep(waitMs, undefined, { ref: false })
    }
  }
