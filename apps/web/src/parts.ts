/** The parts of the app in bundles of their own: whoever signs in loads nothing of them before. */
export const parts = {
  signedIn: () => import('./signed-in.tsx'),
  dashboard: () => import('./features/dashboard/dashboard.tsx'),
  account: () => import('./account-area.tsx'),
  accountDeleted: () => import('./features/user/account-deleted.tsx'),
  setup: () => import('./setup-area.tsx'),
  admin: () => import('./admin-area.tsx'),
}

interface Start {
  readonly loads: readonly (() => Promise<unknown>)[]
  readonly texts: readonly string[]
}

/** What the first page of an area is made of, by the first segment of its address. */
const STARTS: Readonly<Record<string, Start>> = {
  dashboard: { loads: [parts.signedIn, parts.dashboard], texts: ['ui', 'session', 'sentences'] },
  account: { loads: [parts.signedIn, parts.account], texts: ['ui', 'user'] },
  admin: { loads: [parts.signedIn, parts.admin], texts: ['ui'] },
  setup: { loads: [parts.setup], texts: ['setup'] },
}

/**
 * Begins to fetch all of it at once, and not each part when the one around it is drawn. What cannot
 * be had is asked for again, and missed, where it is drawn.
 */
export const fetchAhead = (pathname: string): readonly string[] => {
  const { loads, texts } = STARTS[pathname.split('/', 2)[1] ?? ''] ?? { loads: [], texts: [] }
  for (const load of loads) load().catch(() => undefined)
  return texts
}
