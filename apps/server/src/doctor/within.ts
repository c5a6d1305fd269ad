import { setTimeout as pause } from 'node:timers/promises'

/** What the work resolves to, or what stands in for it when that takes longer; null: no limit. */
export const within = async <T, Late>(
  patienceMs: number | null,
  work: Promise<T>,
  late: () => Late,
): Promise<T | Late> => {
  if (patienceMs === null) return work
  const over = new AbortController()
  const wait = pause(patienceMs, undefined, { signal: over.signal }).then(late)
  wait.catch(() => undefined)
  try {
    return await Promise.race([work, wait])
  } finally {
    over.abort()
  }
}
