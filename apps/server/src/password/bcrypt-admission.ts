/** How long the hashing queue is, in numbers. */
export interface Load {
  /** Jobs admitted and not yet done, those being computed included. */
  readonly unfinished: number
  readonly workers: number
  /** Moving average of the time one job takes on its worker. */
  readonly averageMs: number
}

/** A place in the queue, or the time after which one is likely. */
export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly retryAfterSeconds: number }

/** How much one new measurement moves the average. */
const WEIGHT = 0.1

/** Measured for bcrypt at cost 12 on a server of 2024; the first answers correct it. */
const COST_12_MS = 250

/** What a hash of this cost takes, before any was measured: each step doubles the work. */
export const expectedMs = (cost: number): number => COST_12_MS * 2 ** (cost - 12)

export const movingAverage = (averageMs: number, measuredMs: number): number =>
  averageMs + WEIGHT * (measuredMs - averageMs)

/** How long a job that comes now waits for its turn. */
export const projectedWaitMs = ({ unfinished, workers, averageMs }: Load): number =>
  (unfinished * averageMs) / workers

/** Admits a job unless it would wait longer than `maxWaitMs`. */
export const admit = (load: Load, maxWaitMs: number): Admission => {
  const waitMs = projectedWaitMs(load)
  if (waitMs <= maxWaitMs) return { ok: true }
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
}
