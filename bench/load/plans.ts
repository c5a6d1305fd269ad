/** A request as autocannon and our own clients take it. */
export interface Shot {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** As many requests as the server answers: each connection sends the next one after the answer. */
export interface CannonPlan {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Sent in turn, over and over. */
  readonly requests: readonly Shot[]
  /** Refresh tokens for the body; each answer's token takes the place of the one it answers. */
  readonly chained?: readonly string[]
}

export interface CannonResult {
  /** Successful answers. */
  readonly perSecond: number
  readonly failures: number
  /** The tokens to go on with; those on their way at the end are lost. */
  readonly chained: readonly string[]
}

/** So many people at once, each with one request in flight, until they are told to stop. */
export interface CrowdPlan {
  readonly port: number
  readonly people: number
  /** Answers of this first time do not count. */
  readonly warmUpSeconds: number
  /** Sent in turn. `{n}` in the body becomes a number that is used once. */
  readonly requests: readonly Shot[]
}

export interface CrowdResult {
  /** Successful answers between the first and the last that count. */
  readonly perSecond: number
  readonly successes: number
  /** Times somebody was told to come back later, and did. */
  readonly sentAway: number
  readonly failures: number
}

/** One request every so often, whether or not the last one was answered. */
export interface SteadyPlan {
  readonly port: number
  readonly perSecond: number
  readonly seconds: number
  /** Sent in turn. `{n}` in the body becomes a number that is used once. */
  readonly requests: readonly Shot[]
}

export interface SteadyResult {
  readonly medianMs: number
  readonly p99Ms: number
  readonly failures: number
}
