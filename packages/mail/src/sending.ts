import type {
  ClaimedMessage,
  Clock,
  MailOrder,
  MailQueue,
  MailSender,
  Settlement,
} from '@latchkey/core'
import type { MailLog } from './mail-log.ts'
import type { RenderedMail } from './renderer.ts'

/** What it takes to send the messages of a queue. */
export interface Sending {
  readonly queue: MailQueue
  readonly sender: MailSender
  /** Of an order, under what the installation was called when it was given. */
  readonly render: (order: MailOrder, brand: string) => RenderedMail
  readonly clock: Clock
  /** From `ownerId()`. */
  readonly owner: string
  readonly log: MailLog
  /** Called with the result of each try once it is decided; for figures. */
  readonly onResult?: (result: Settlement, message: ClaimedMessage) => void
}

/** Something that sends mails until it is told to stop. */
export interface MailProcess {
  start(): void
  /**
   * Finishes what is under way, for at most 10 s; what is left keeps its lease and goes later. It is
   * over then and not started again. Does not close the sender.
   */
  stop(): Promise<void>
  /** `unhealthy` while the mail server cannot be reached. */
  state(): 'healthy' | 'unhealthy'
  /** Why it is unhealthy; null while it is not. */
  reason(): string | null
}

/**
 * Mails under way at once in one process: as many as there are connections to the mail server. More
 * would only wait in our hands, and be sent twice should we be held up or killed there.
 */
export const MAX_AT_ONCE = 5

const STOP_MS = 10_000

/** Waits for `work`, but no longer than a stop may take. */
export const withinStopTime = async (work: Promise<unknown>): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, STOP_MS)
  await Promise.race([work, late])
  clearTimeout(timer)
}
