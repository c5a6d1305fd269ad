import type { Row } from '../report/row.ts'
import type { Subject } from '../subject/subject.ts'

/** How long and how often everything is measured. */
export interface Pace {
  readonly rounds: number
  /** One run of requests as fast as they are answered. */
  readonly cannonSeconds: number
  /** One run of passwords being hashed. */
  readonly hashSeconds: number
  /** One run at a fixed rate. */
  readonly steadySeconds: number
  /** From ready to the reading of the idle memory. */
  readonly idleSeconds: number
  readonly smallUsers: number
  readonly largeUsers: number
  /** Records of the file that is imported. */
  readonly importedUsers: number
}

/** What the figures of one run share. */
export interface Bench {
  readonly pace: Pace
  /** Installations with few and with many users; made when first asked for. */
  small(): Promise<Subject>
  large(): Promise<Subject>
  /** One with few users on PostgreSQL, for one figure alone. */
  onServer(figure: string): Promise<Subject>
}

/** One promise of the product, measured. */
export interface Figure {
  readonly name: string
  measure(bench: Bench): Promise<readonly Row[]>
}

/** Connections of a run that fires as fast as it can. */
export const CONNECTIONS = 20

/** Before the first round: code is compiled, pages are in the cache, tokens have been seen once. */
export const WARM_UP_SECONDS = 2
