import type { Clock } from '@latchkey/core'

/** The rows of ended sessions. */
export interface RevocationStore {
  /** The sessions that were revoked at `at` or later. */
  since(at: Date): Promise<readonly { readonly sessionId: string; readonly revokedAt: Date }[]>
}

/**
 * The sessions whose access tokens must no longer be accepted, in memory. The database is the
 * authority: a yes counts only while the last look at it is younger than a second.
 */
export interface Revocations {
  /** Notes sessions that this process ended, without waiting for the next look. */
  add(sessionIds: readonly string[]): void
  has(sessionId: string): boolean
  /** Whether the last look is fresh. */
  isFresh(): boolean
  /**
   * Looks when the last look is too old; false when that fails or takes longer than a second: then
   * answer `unavailable`.
   */
  ensureFresh(): Promise<boolean>
  /** Looks now; concurrent calls share one look. */
  poll(): Promise<void>
  /** Looks every half second until `stop()`. A look that fails is left to `ensureFresh`. */
  start(): void
  stop(): void
}

const POLL_INTERVAL_MS = 500
const FRESH_MS = 1000
/** Other nodes' clocks and transactions that commit late. */
const OVERLAP_MS = 30_000
/** Longer than a token's own life, for the same reasons. */
const MARGIN_MS = 60_000

interface Options {
  readonly store: RevocationStore
  readonly clock: Clock
  /** The longest life of an access token. */
  readonly lifetimeSeconds: number
  /** A clock that is never set; the wall clock may be. */
  readonly monotonicMs?: () => number
}

export const revocations = ({
  store,
  clock,
  lifetimeSeconds,
  monotonicMs = () => performance.now(),
}: Options): Revocations => {
  const revokedAtMs = new Map<string, number>()
  const keptMs = lifetimeSeconds * 1000 + MARGIN_MS
  const lastLook = lookClock(clock, monotonicMs)
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  /** Oldest first, as they were added; so it stops at the first one that is to be kept. */
  const dropBefore = (oldestMs: number): void => {
    for (const [id, atMs] of revokedAtMs) {
      if (atMs >= oldestMs) return
      revokedAtMs.delete(id)
    }
  }

  const look = async (): Promise<void> => {
    const begun = lastLook.begin()
    const lookedAtMs = lastLook.succeededAtMs()
    const oldest = begun.wallMs - keptMs
    // While the clock was ahead, what others ended lay behind us, and what we knew was dropped.
    const from = lookedAtMs > begun.wallMs ? oldest : lookedAtMs - OVERLAP_MS
    const rows = await store.since(new Date(Math.max(from, oldest)))
    for (const { sessionId, revokedAt } of rows) revokedAtMs.set(sessionId, revokedAt.getTime())
    dropBefore(oldest)
    lastLook.succeed(begun)
  }

  const poll = (): Promise<void> => {
    running ??= look().finally(() => {
      running = null
    })
    return running
  }

  return {
    add(sessionIds) {
      for (const id of sessionIds) revokedAtMs.set(id, clock.now().getTime())
    },
    has: (sessionId) => revokedAtMs.has(sessionId),
    isFresh: lastLook.isFresh,
    async ensureFresh() {
      // A look that began before this process was paused does not count: then a second one.
      for (let tries = 0; tries < 2 && !lastLook.isFresh(); tries++)
        if (!(await succeeds(inTime(poll())))) return false
      return lastLook.isFresh()
    },
    poll,
    start() {
      timer ??= setInterval(() => void succeeds(poll()), POLL_INTERVAL_MS).unref()
    },
    stop() {
      if (timer) clearInterval(timer)
      timer = null
    },
  }
}

/** A database that hangs is told after a second, not when its connection gives up. */
const inTime = async (look: Promise<void>): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error('the look takes too long')), FRESH_MS)
  try {
    await Promise.race([look, late])
  } finally {
    clearTimeout(timer)
  }
}

const succeeds = (look: Promise<void>): Promise<boolean> =>
  look.then(
    () => true,
    () => false,
  )

interface Moment {
  readonly wallMs: number
  readonly monotonicMs: number
}

/** Remembers when the last successful look began. Both clocks must agree that it is fresh. */
const lookClock = (clock: Clock, monotonicMs: () => number) => {
  let last: Moment = {
    wallMs: Number.NEGATIVE_INFINITY,
    monotonicMs: Number.NEGATIVE_INFINITY,
  }
  const now = (): Moment => ({ wallMs: clock.now().getTime(), monotonicMs: monotonicMs() })
  return {
    begin: now,
    succeed(begun: Moment): void {
      last = begun
    },
    succeededAtMs: () => last.wallMs,
    isFresh(): boolean {
      const { wallMs, monotonicMs: steadyMs } = now()
      const ages = [wallMs - last.wallMs, steadyMs - last.monotonicMs]
      return ages.every((ageMs) => ageMs >= 0 && ageMs < FRESH_MS)
    },
  }
}
