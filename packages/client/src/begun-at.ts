const asked = new Set<string>()

/**
 * Remembers a call, and tells once it was answered when it really began, in milliseconds since 1970:
 * the first of an address may be answered by what the page preloaded before any script ran
 * (Resource Timing).
 */
export const begunAt = (url: string, sentAt: number): (() => number) => {
  // Only a page preloads. Another program may run for years, and would remember every address.
  const isFirst = 'document' in globalThis && !asked.has(url)
  if (isFirst) asked.add(url)
  return () => {
    const [earliest] = isFirst ? performance.getEntriesByName(url, 'resource') : []
    if (!earliest) return sentAt
    return Math.min(sentAt, performance.timeOrigin + earliest.startTime)
  }
}
