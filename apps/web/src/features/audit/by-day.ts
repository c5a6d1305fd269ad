/** Consecutive things of the same day together, in the order they come in. */
export const byDay = <Thing extends { readonly at: string }>(
  things: readonly Thing[],
  dayOf: (iso: string) => string,
): readonly { readonly day: string; readonly things: readonly Thing[] }[] => {
  const days: { day: string; things: Thing[] }[] = []
  for (const thing of things) {
    const day = dayOf(thing.at)
    const last = days.at(-1)
    if (last?.day === day) last.things.push(thing)
    else days.push({ day, things: [thing] })
  }
  return days
}
