/** The one place where values of core become columns and come back; alike in every database. */

/** An instant: milliseconds since 1970 in UTC. */
export type Instant = number
/** A boolean: 0 or 1. */
export type Flag = number
/** JSON as text. */
export type JsonText = string

export const toInstant = (date: Date): Instant => date.getTime()
export const toDate = (instant: Instant): Date => new Date(instant)

export const toInstantOrNull = (date: Date | null): Instant | null => date?.getTime() ?? null
export const toDateOrNull = (instant: Instant | null): Date | null =>
  instant === null ? null : new Date(instant)

export const toFlag = (value: boolean): Flag => (value ? 1 : 0)
export const fromFlag = (flag: Flag): boolean => flag !== 0

export const toJson = (value: unknown): JsonText => JSON.stringify(value)
/** Reads what `toJson` wrote; the caller knows of what type that was. */
export const fromJson = <T>(text: JsonText): T => JSON.parse(text) as T
