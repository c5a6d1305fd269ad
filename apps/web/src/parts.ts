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
  readonly bundles: readonly (() => Promise<unknown>)[]
  /** Namespaces of texts, besides those of every page. */
  readonly texts: readonly string[]
}

const STARTS: Readonly<Record<string, Start>> = {
  dashboard: {
    bundles: [parts.signedIn, parts.dashboard],
    texts: ['ui', 'dashboard', 'sentences'],
  },
  account: { bundles: [parts.signedIn, parts.account], texts: ['ui', 'user'] },
  admin: { bundles: [parts.signedIn, parts.admin], texts: ['ui'] },
  setup: { bundles: [parts.setup], texts: ['setup'] },
}

/** What the first page at this address is made of besides the entry. */
export const startOf = (pathname: string): Start => {
  const { bundles, texts } = STARTS[pathname.split('/', 2)[1] ?? ''] ?? { bundles: [], texts: [] }
  return { bundles, texts: ['translation', ...texts] }
}
