/**
 * Runs what it is given one after the other. Resolves to null, without running it, when `maxWaiting`
 * are waiting already.
 */
export const oneAtATime = (maxWaiting: number) => {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (waiting > maxWaiting) return null
    waiting += 1
    const before = last
    const own = Promise.withResolvers<void>()
    last = own.promise
    await before
    try {
      return await work()
    } finally {
      waiting -= 1
      own.resolve()
    }
  }
}
