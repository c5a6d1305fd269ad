let fetching = 0

/** Whether a bundle is being fetched that a page can do without: nothing is loaded anew for it. */
export const isQuiet = (): boolean => fetching > 0

/** What was fetched; null when it cannot be had. */
export const quietly = async <T>(fetched: () => Promise<T>): Promise<T | null> => {
  fetching += 1
  try {
    return await fetched()
  } catch {
    return null
  } finally {
    fetching -= 1
  }
}
