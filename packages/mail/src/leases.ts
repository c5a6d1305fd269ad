import { nameOf } from './mail-log.ts'
import type { Sending } from './sending.ts'

/** How long a message is ours without word from us, in milliseconds. */
const LEASE_MS = 15_000
const RENEW_MS = 5_000

/** The leases of one owner, renewed every 5 s for as long as it holds a message. */
export const leases = ({
  queue,
  clock,
  owner,
  log,
}: Pick<Sending, 'queue' | 'clock' | 'owner' | 'log'>) => {
  const held = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  /** Until when a lease runs that is taken or renewed now. */
  const until = () => new Date(clock.now().getTime() + LEASE_MS)

  const renew = async () => {
    if (held.size === 0) return
    try {
      await queue.renew(owner, [...held], until())
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'the leases of mails under way are not renewed yet')
    }
  }

  return {
    until,
    hold: (id: string): void => void held.add(id),
    /** The lease is settled or left to run out. */
    drop: (id: string): void => void held.delete(id),
    start: (): void => {
      timer ??= setInterval(() => void renew(), RENEW_MS).unref()
    },
    stop: (): void => clearInterval(timer),
  }
}

export type Leases = ReturnType<typeof leases>
