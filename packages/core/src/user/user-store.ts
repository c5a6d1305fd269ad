import type { EmailAddress } from './email-address.ts'
import type { ProfileChanges, User } from './user.ts'

/** Verified users. */
export interface UserStore {
  /** Resolves to null when there is none. */
  find(id: string): Promise<User | null>

  /** Resolves to null when nobody verified has the address. */
  findByEmail(emailCanonical: string): Promise<User | null>

  /**
   * Reads the user and keeps every other writer from changing them until the unit of work ends.
   * Resolves to null when there is none. Only meaningful inside a unit of work.
   */
  lock(id: string): Promise<User | null>

  /**
   * Adds the user; resolves to false, adding nothing, when the address is already someone's. An
   * invitation of the address ends with it, and so do pending changes of others to the address.
   */
  add(user: User): Promise<boolean>

  /** The address of an imported user was proven: `emailVerified` from now on. */
  proveAddress(id: string, now: Date): Promise<void>

  /**
   * Gives the user another address, and counts up their `credentialVersion`. Resolves to false,
   * changing nothing, when it is somebody else's. Pending changes and invitations
   * to it are over, as with `add`.
   */
  changeEmail(id: string, email: EmailAddress, now: Date): Promise<boolean>

  /** Changes what is given and nothing else. */
  changeProfile(id: string, changes: ProfileChanges, now: Date): Promise<void>

  recordLogin(id: string, at: Date): Promise<void>

  /**
   * Gives the user a role on top of those they have; access tokens from before are void. Changes
   * nothing when they have it already.
   */
  grant(userId: string, role: string, now: Date): Promise<void>

  /**
   * Deletes the user with all that is theirs: password, sessions, links, codes on their way, roles.
   * What they changed of others stays and names nobody. The ids of their ended sessions stay until
   * no access token of these can be alive. Does nothing when there is no such user.
   */
  erase(user: Pick<User, 'id' | 'emailCanonical'>): Promise<void>

  /** Whether anybody has `role`. */
  anyoneHas(role: string): Promise<boolean>
}
