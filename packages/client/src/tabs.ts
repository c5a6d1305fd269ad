/** What one tab tells the others of the same site. */
export type TabNews = 'signed_in' | 'signed_out'

/** The other tabs of this browser on the same site; nobody, where there is no browser. */
export interface Tabs {
  tell(news: TabNews): void
  /** Calls `hear` on whatever another tab tells. */
  listen(hear: (news: TabNews) => void): void
  /** Runs `work` while no other tab runs the same. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** When a tab last renewed the session, in milliseconds since 1970; 0 for never. */
  renewedAt(): number
  setRenewedAt(instant: number): void
}

const NAME = 'latchkey'
const RENEWED_AT = 'latchkey:renewed-at'

const isNews = (data: unknown): data is TabNews => data === 'signed_in' || data === 'signed_out'

/** A process or a tab by itself. */
export const noTabs = (): Tabs => {
  let renewedAt = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    tell: () => undefined,
    listen: () => undefined,
    alone: (work) => {
      const turn = last.then(work, work)
      last = turn.catch(() => undefined)
      return turn
    },
    renewedAt: () => renewedAt,
    setRenewedAt: (instant) => {
      renewedAt = instant
    },
  }
}

/**
 * Tabs of one browser: they talk over a BroadcastChannel and take turns by a Web Lock. When the
 * session was renewed stands in the site's storage, which a tab that had to wait reads at once; a
 * message could come later than its turn. That instant is all that is ever stored: tokens are in
 * cookies that no script can read.
 */
export const browserTabs = (): Tabs => {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return noTabs()
  const channel = new BroadcastChannel(NAME)
  const alone = noTabs()
  return {
    tell: (news) => channel.postMessage(news),
    listen: (hear) => {
      channel.onmessage = ({ data }: { readonly data: unknown }) => {
        if (isNews(data)) hear(data)
      }
    },
    alone: async (work) => await navigator.locks.request(NAME, work),
    renewedAt: () => Math.max(alone.renewedAt(), stored()),
    setRenewedAt: (instant) => {
      alone.setRenewedAt(instant)
      store(instant)
    },
  }
}

/** Storage may be switched off, which throws. */
const stored = (): number => {
  try {
    return Number(localStorage.getItem(RENEWED_AT))
  } catch {
    return 0
  }
}

const store = (instant: number): void => {
  try {
    localStorage.setItem(RENEWED_AT, String(instant))
  } catch {
    // Every tab then renews by itself, which the server's grace allows.
  }
}
