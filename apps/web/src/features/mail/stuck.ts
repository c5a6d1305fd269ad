import type { Mail, MailPage } from './mail-api.ts'

/** Mails that should have left and did not. */
export interface Stuck {
  readonly count: number
  /** There are more than were counted. */
  readonly isMore: boolean
  /** When the oldest of them was ordered. */
  readonly since: string
  /** What the newest try met; null when there was none. */
  readonly reason: string | null
}

/** What leaves at once is not seen waiting for so long. */
const PATIENCE_MS = 60_000

/** The mails that have waited for more than a minute; null when there are none. */
export const stuckOf = (pages: readonly MailPage[], now: Date): Stuck | null => {
  const messages = pages.flatMap((page) => page.messages)
  const waiting = messages.filter(
    ({ createdAt }) => now.getTime() - new Date(createdAt).getTime() > PATIENCE_MS,
  )
  const [oldest] = waiting.toSorted(byTime)
  if (!oldest) return null
  return {
    count: waiting.length,
    isMore: pages.some(({ nextCursor }) => nextCursor !== null),
    since: oldest.createdAt,
    reason: waiting.toSorted(byTime).findLast(({ reason }) => reason !== null)?.reason ?? null,
  }
}

const byTime = (one: Mail, other: Mail): number => (one.createdAt < other.createdAt ? -1 : 1)
