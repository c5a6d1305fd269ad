import { parseDuration } from '../settings/settings.ts'
import type { Clock } from '../shared/clock.ts'

/** When the fixtures of this folder were made, and where a fixed clock starts. */
export const NOON = new Date('2030-01-01T12:00:00.000Z')

/** The instant `milliseconds` after noon, before it when negative. */
export const afterNoon = (milliseconds: number): Date => new Date(NOON.getTime() + milliseconds)

/** A clock that only moves when it is told to, by a duration such as `15m`. */
export interface FixedClock extends Clock {
  advance(duration: string): void
  advanceMilliseconds(milliseconds: number): void
}

export const fixedClock = (start: Date = NOON): FixedClock => {
  let millis = start.getTime()
  const advanceMilliseconds = (milliseconds: number) => {
    millis += milliseconds
  }
  return {
    now: () => new Date(millis),
    advance: (duration) => {
      const seconds = parseDuration(duration)
      if (Number.isNaN(seconds)) throw new Error(`"${duration}" is no duration such as 15m`)
      advanceMilliseconds(seconds * 1000)
    },
    advanceMilliseconds,
  }
}
