import type { Clock, MailQueue } from '@latchkey/core'

/** A mail that was due so long ago is held up: by the broker, the workers or the mail server. */
const HELD_UP_MS = 60_000

/** Whether a mail waits that should have been sent: all that one can know who sends none. */
export const areMailsHeldUp = async (
  queue: Pick<MailQueue, 'waitingSince'>,
  clock: Clock,
): Promise<boolean> => {
  const since = await queue.waitingSince()
  return since !== null && clock.now().getTime() - since.getTime() > HELD_UP_MS
}
