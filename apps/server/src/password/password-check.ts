import type { PasswordHash } from '@latchkey/core'
import type { DerivedKeys } from '@latchkey/process'
import type { BcryptWork } from './bcrypt-job.ts'
import { compareInput } from './bcrypt-scheme.ts'
import { foreignHashProblem, readForeignHash } from './foreign-hash.ts'

/** How a stored hash is checked. */
export interface PasswordCheck {
  readonly work: BcryptWork
  /** Whether a match is one; else the work is a dummy's. */
  readonly counts: boolean
  /** Whether the work is that of a hash as we make them: of any other one the answer has to wait. */
  readonly isOurs: boolean
}

/**
 * The check of a password against what is stored: our own scheme, or one that was imported. A hash
 * that nobody can read, or that would cost too much, costs a dummy.
 */
export const passwordCheck = (
  peppers: DerivedKeys,
  password: string,
  stored: PasswordHash | null,
  cost: number,
): PasswordCheck => {
  const foreign = readForeignHash(stored ?? '')
  if (foreign && foreignHashProblem(foreign) === null)
    return { work: { kind: 'foreign', text: password, foreign }, counts: true, isOurs: false }
  const { text, bcryptHash, counts } = compareInput(peppers, password, stored, cost)
  const isOurs = costOf(bcryptHash) === cost
  return { work: { kind: 'compare', text, bcryptHash }, counts, isOurs }
}

/** Whether a hash is of another scheme or cost than those we make. */
export const isOutdated = (stored: PasswordHash, cost: number): boolean =>
  readForeignHash(stored) !== null || costOf(stored) !== cost

/** The cost of a bcrypt hash, whatever stands in front of it. */
const costOf = (hash: string): number | null => {
  const [, cost] = /(?:^|:)\$2[ab]\$(\d\d)\$/.exec(hash) ?? []
  return cost === undefined ? null : Number(cost)
}
