import type { Access } from './access.ts'

/** Who may do what. */
export interface AccessStore {
  /**
   * Waits until no other unit of work is changing who may do what, and keeps others from it until
   * this one ends. Every change of roles, permissions and disabled users takes it first, so that
   * what it looked at still holds when it writes. Only meaningful inside a unit of work.
   */
  lock(): Promise<void>

  /** What the user may do, in one read; null when there is no such user. */
  find(userId: string): Promise<Access | null>

  /** Whether anybody but this user is an administrator and not disabled. */
  hasOtherAdministrator(userId: string): Promise<boolean>

  /** Gives the user these roles and no others; access tokens from before are void. */
  setRoles(userId: string, roles: readonly string[], now: Date): Promise<void>

  /** Disables the user; resolves to false when they were disabled already. */
  disable(userId: string, now: Date): Promise<boolean>

  /** Ends the disabling; resolves to false when there was none. */
  enable(userId: string, now: Date): Promise<boolean>
}
