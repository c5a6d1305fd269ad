import type { Profile } from '../user/user.ts'
import type { PreRegistration } from './pre-registration.ts'

export interface PreRegistrationStore {
  add(attempt: PreRegistration): Promise<void>

  /** Resolves to null when the attempt is unknown, expired or over. */
  find(id: string, now: Date): Promise<PreRegistration | null>

  /** Merges what is given into the staged profile. */
  amend(id: string, changes: Partial<Profile>): Promise<void>

  /**
   * Takes one of the attempt's few wrong proofs before a guess is looked at. Resolves to false
   * when none is left: the attempt is over. Parallel guesses never get more places than there are.
   */
  reserveProof(id: string): Promise<boolean>

  /** Gives a place back whose guess could not be evaluated. */
  releaseProof(id: string): Promise<void>

  /**
   * Takes the attempt out, with every other one of the same address. Resolves to false when it is
   * gone already: of many concurrent calls exactly one gets true.
   */
  promote(attempt: PreRegistration): Promise<boolean>

  /** Every attempt of the address, also those that are expired or over. */
  ofAddress(emailCanonical: string): Promise<readonly PreRegistration[]>

  /** Takes out every attempt of the address: it was proven in another way. */
  removeAll(emailCanonical: string): Promise<void>
}
