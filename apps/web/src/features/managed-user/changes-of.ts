/** What of a wish is not so already: what stays as it is, is neither sent nor recorded. */
export const changesOf = <T extends object>(present: T, wish: Partial<T>): Partial<T> => {
  const changes: Partial<T> = {}
  for (const name of Object.keys(wish) as (keyof T)[])
    if (wish[name] !== present[name]) Object.assign(changes, { [name]: wish[name] })
  return changes
}
