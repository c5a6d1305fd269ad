/** What one tab tells the others of the same site. */
export type TabNews = 'signed_in' | 'signed_out'

/** What tabs note of each other: a renewed session, and that somebody signed in or out. */
export type Noted = 'renewed' | 'changed'

/** The other tabs of this browser on the same site; nobody, where there is no browser. */
export interface Tabs {
  tell(news: TabNews): void
  /** Calls `hear` on whatever another tab tells. */
  listen(hear: (news: TabNews) => void): void
  /** Runs `work` while no other tab runs the same. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** When it last happened in any tab, in milliseconds since 1970; 0 for never. */
  lastAt(what: Noted): number
  note(what: Noted, instant: number): void
}

const NAME = 'latchkey'
const keyOf = (what: Noted): string => `latchkey:${what}-at`

const isNews = (data: unknown): data is TabNews => data === 'signed_in' || data === 'signed_out'

/** A process or a tab by itself. */
export const noTabs = (): Tabs => {
  const instants = { renewed: 0, changed: 0 }
  let last: Promise<unknown> = Promise.resolve()
  return {
    tell: () => undefined,
    listen: () => undefined,
    alone: (work) => {
      const turn = last.then(work, work)
      last = turn.catch(() => undefined)
      return turn
    },
    lastAt: (what) => instants[what],
    note: (what, instant) => {
      instants[what] = instant
    },
  }
}

/**
 * Tabs of one browser: they talk over a BroadcastChannel and take turns by a Web Lock. When the
 * session was renewed, and when somebody signed in or out, stands in the site's storage, which a tab
 * that had to wait reads at once; a message could come later than its turn. These two instants are
 * all that is ever stored: tokens are in cookies that no script can read.
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
    lastAt: (what) => Math.max(alone.lastAt(what), stored(what)),
    note: (what, instant) => {
      alone.note(what, instant)
      store(what, instant)
    },
  }
}

/** Storage may be switched off, which throws. */
const stored = (what: Noted): number => {
  try {
    return Number(localStorage.getItem(keyOf(what)))
  } catch {
    return 0
  }
}

const store = (what: Noted, instant: number): void => {
  try {
    localStorage.setItem(keyOf(what), String(instant))
  } catch {
    // Every tab then renews by itself, which the server's grace allows.
  }
}
