import { child } from './child.ts'

/** A mail that came: to whom, and when in milliseconds of the wall clock, with fractions. */
export type Arrival = readonly [recipient: string, atMs: number]

export interface Sink {
  readonly url: string
  /** What came since the last call. */
  arrivals(): Promise<readonly Arrival[]>
  stop(): void
}

/** Starts a mail server that greets after `greetingMs` and takes everything, `takingMs` for each mail. */
export const startSink = async (greetingMs = 0, takingMs = 0): Promise<Sink> => {
  const process = child(new URL('./mail-sink.ts', import.meta.url), `${greetingMs}`, `${takingMs}`)
  const { port } = await process.hear<{ port: number }>()
  return {
    url: `smtp://127.0.0.1:${port}`,
    arrivals: async () => {
      const heard = process.hear<{ arrivals: readonly Arrival[] }>()
      process.tell('report')
      return (await heard).arrivals
    },
    stop: process.kill,
  }
}
