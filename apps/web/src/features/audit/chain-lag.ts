/** The API counts no further. */
export const MANY_WAITING = 10_000

/** Events are linked four times a second, many at once: whoever finds more than this finds a delay. */
const USUAL_WAITING = 500

export const isBehind = (waiting: number): boolean => waiting > USUAL_WAITING
