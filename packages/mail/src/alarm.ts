/** One timer that is set anew each time and keeps no process alive. */
export const alarm = (ring: () => void) => {
  let timer: NodeJS.Timeout | undefined
  return {
    /** Rings once, `ms` from now, instead of whenever it would have. */
    set: (ms: number): void => {
      clearTimeout(timer)
      timer = setTimeout(ring, ms).unref()
    },
    clear: (): void => clearTimeout(timer),
  }
}
