/** A page that asks before it is left, and its place in the history of the tab. */
let guarded: { readonly place: number; readonly mayLeave: () => boolean } | null = null

/** Where in its history the tab is, as the router counts; null at what is not the router's. */
const placeNow = (): number | null => {
  const { state }: { readonly state: unknown } = history
  const counts = typeof state === 'object' && state !== null && 'idx' in state
  return counts && typeof state.idx === 'number' ? state.idx : null
}

/**
 * Hears of the back and the forward button before the router does, for which it must begin before
 * the router. The browser has gone there already when it tells; whoever wants to stay is taken back.
 */
export const watchBackButton = (): void => {
  addEventListener('popstate', (event) => {
    const place = placeNow()
    if (!guarded || place === null) return
    const hasReturned = place === guarded.place
    if (!hasReturned && guarded.mayLeave()) return
    event.stopImmediatePropagation()
    if (!hasReturned) history.go(guarded.place - place)
  })
}

/** Has the back and the forward button ask, until the function that comes back is called. */
export const askBeforeBack = (mayLeave: () => boolean): (() => void) => {
  const place = placeNow()
  if (place !== null) guarded = { place, mayLeave }
  return () => {
    guarded = null
  }
}
