interface Polls {
  /** Looks once; resolves to the milliseconds until the next look. `isOn` turns false at the stop. */
  readonly poll: (isOn: () => boolean) => Promise<number>
  /** What to do about a look that threw; returns the milliseconds until the next one. */
  readonly onFault: (error: unknown) => number
}

/**
 * Polls when the time has come or when somebody wakes it. Polls never overlap; any number of calls
 * during one cause one more. Its timer keeps no process alive.
 */
export const poller = ({ poll, onFault }: Polls) => {
  let isOn = false
  let isWoken = false
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  const run = async () => {
    while (isOn && isWoken) {
      isWoken = false
      const waitMs = await poll(() => isOn).catch(onFault)
      clearTimeout(timer)
      if (isOn) timer = setTimeout(wake, waitMs).unref()
    }
    running = null
  }

  const wake = (): void => {
    isWoken = true
    if (isOn) running ??= run()
  }

  return {
    wake,
    start: (): void => {
      isOn = true
      wake()
    },
    /** Resolves when the poll that runs has ended. */
    stop: async (): Promise<void> => {
      isOn = false
      clearTimeout(timer)
      await running
    },
  }
}
