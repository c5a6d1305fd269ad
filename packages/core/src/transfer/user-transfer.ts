import type { PasswordHash } from '../password/passwords.ts'
import type { User } from '../user/user.ts'

/** A user with the hash of their password; null when they have none. */
export interface UserWithHash {
  readonly user: User
  readonly hash: PasswordHash | null
}

/** Many users at once, in and out. */
export interface UserTransfer {
  /**
   * Adds those whose address is nobody's yet, marked as imported, with passwords and roles; the
   * others are left as they are. Resolves to the ids of those it added.
   */
  add(users: readonly UserWithHash[], now: Date): Promise<ReadonlySet<string>>

  /** The next users by their ids, after `after`; from the first one when that is null. */
  page(after: string | null, limit: number): Promise<readonly UserWithHash[]>
}
