import type { Role } from './role.ts'

/** The roles that were made, beside the built-in ones, which no store keeps. */
export interface RoleStore {
  /** Every one of them, by name. */
  all(): Promise<readonly Role[]>

  /** Resolves to null when none was made with that name. */
  find(name: string): Promise<Role | null>

  /** Adds the role; resolves to false, changing nothing, when the name is taken. */
  add(role: Role): Promise<boolean>

  /** Gives the role of that name this description and these permissions; false when there is none. */
  replace(role: Role): Promise<boolean>

  /** Deletes the role; resolves to false when there was none. Nobody may have it any more. */
  remove(name: string): Promise<boolean>
}
