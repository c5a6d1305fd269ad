import type { User } from './user.ts'

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

  /** Adds the user; resolves to false, adding nothing, when the address is already someone's. */
  add(user: User): Promise<boolean>

  recordLogin(id: string, at: Date): Promise<void>

  /** Gives the user a role on top of those they have. */
  grant(userId: string, role: string): Promise<void>

  /** Whether anybody has `role`. */
  anyoneHas(role: string): Promise<boolean>
}
