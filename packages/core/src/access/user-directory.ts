import type { Lockout } from '../protection/lockout.ts'
import type { User } from '../user/user.ts'

/** A user as administrators see them. */
export interface UserOverview {
  readonly user: User
  readonly hasPassword: boolean
  /** Wrong guesses of their password. */
  readonly lockout: Lockout
  /** Sessions that have neither been ended nor run out. */
  readonly activeSessions: number
  /** When a session of theirs was last opened or renewed; null when there is none to tell. */
  readonly lastActivityAt: Date | null
}

/** Which users are meant; what is absent excludes nobody. */
export interface UserFilter {
  /** How the address begins, in its comparable form. */
  readonly emailPrefix?: string
  readonly role?: string
  readonly isDisabled?: boolean
  readonly createdFrom?: Date
  readonly createdBefore?: Date
}

/** What users may be sorted by: what an index keeps in order. */
export type UserSort = 'createdAt' | 'email'

/** The place of a user in every order. */
export type UserPosition = Pick<User, 'id' | 'emailCanonical' | 'createdAt'>

/** A piece of the list of users. */
export interface UserPage {
  readonly filter: UserFilter
  readonly sort: UserSort
  readonly isDescending: boolean
  /** The user before the first one of the page; null for the first page. */
  readonly after: UserPosition | null
  readonly limit: number
}

/** The users as administrators look at them. Reads only. */
export interface UserDirectory {
  /** Resolves to null when there is no such user. */
  find(userId: string, now: Date): Promise<UserOverview | null>

  /** The users of the page in its order; who was created at one instant is in the order of ids. */
  list(page: UserPage, now: Date): Promise<readonly UserOverview[]>
}
