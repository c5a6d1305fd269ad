import type { PasswordHash } from './passwords.ts'

/** The passwords that users had, kept only while `password_history_count` asks for them. */
export interface PasswordHistory {
  /** The present password and those before it, the newest first, at most `count` in all. */
  recent(userId: string, count: number): Promise<readonly PasswordHash[]>

  /**
   * Adds the present password to the former ones and forgets all but the newest `keep` of these.
   * To be called in the unit of work that sets the next one, before it does.
   */
  retire(userId: string, keep: number): Promise<void>
}
