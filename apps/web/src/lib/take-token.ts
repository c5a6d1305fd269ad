/** What was taken from the address bar, by the page it was for: a page may be drawn anew meanwhile. */
const taken = new Map<string, URLSearchParams>()

/**
 * The token of a mailed or printed link. It is taken out of the address bar at once, so that it
 * stays in no history, bookmark or screenshot.
 */
export const takeToken = (): string | null => {
  const link = new URLSearchParams(location.hash.slice(1))
  if (link.has('token')) taken.set(location.pathname, link)
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  return taken.get(location.pathname)?.get('token') ?? null
}

/** Whether the link that was taken was an invitation. */
export const isInvitation = (): boolean => taken.get(location.pathname)?.has('invited') ?? false

/** When a page is left its token is forgotten: the back button finds a page without it. */
export const forgetTokens = (): void => taken.clear()
