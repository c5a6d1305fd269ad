import type { ForeignHash } from './foreign-hash.ts'

/** One piece of work for a hashing thread. */
export type BcryptWork =
  | { readonly kind: 'hash'; readonly text: string; readonly cost: number }
  | { readonly kind: 'compare'; readonly text: string; readonly bcryptHash: string }
  | { readonly kind: 'foreign'; readonly text: string; readonly foreign: ForeignHash }

/** The work and the number by which its result is known. */
export type BcryptJob = BcryptWork & { readonly id: number }

/** The bcrypt hash, or whether the text matches. */
export interface BcryptResult {
  readonly id: number
  readonly value: string | boolean
  /** Time on the thread. */
  readonly tookMs: number
}
