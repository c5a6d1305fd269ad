interface Rounds {
  /** One round; resolves to the milliseconds until the next one. `isOn` turns false at the stop. */
  readonly round: (isOn: () => boolean) => Promise<number>
  /** What to do about a round that threw; returns the milliseconds until the next one. */
  readonly onFault: (error: unknown) => number
}

/**
 * Repeats a round: when its time has come or when somebody wakes it. Rounds never overlap; any
 * number of calls during one cause one more. Its timer keeps no process alive.
 */
export const repeater = ({ round, onFault }: Rounds) => {
  let isOn = false
  let isWoken = false
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  const run = async () => {
    while (isOn && isWoken) {
      isWoken = false
      const waitMs = await round(() => isOn).catch(onFault)
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
    /** Resolves when the round that runs has ended. */
    stop: async (): Promise<void> => {
      isOn = false
      clearTimeout(timer)
      await running
    },
  }
}
