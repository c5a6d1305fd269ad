/** Runs the work once for all who ask while it runs and for so many milliseconds after it. */
export const sharedFor = <T>(restMs: number, work: () => Promise<T>): (() => Promise<T>) => {
  let latest: Promise<T> | null = null
  let staleAt = Number.POSITIVE_INFINITY
  const begin = async (): Promise<T> => {
    try {
      const result = await work()
      staleAt = performance.now() + restMs
      return result
    } catch (error) {
      latest = null
      throw error
    }
  }
  return () => {
    if (latest && performance.now() < staleAt) return latest
    staleAt = Number.POSITIVE_INFINITY
    latest = begin()
    return latest
  }
}
