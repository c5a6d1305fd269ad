/** A person with a proven address, or one who was imported. Sign-ups that prove nothing stay in `pre_registrations`. */
export interface User {
  readonly id: string
  /** As it was typed, for display and as the only address mail is sent to. */
  readonly email: string
  /** The unique, comparable form of `email`. */
  readonly emailCanonical: string
  /** False for an imported user until a mailed link or code proves the address. */
  readonly emailVerified: boolean
  readonly firstName: string | null
  readonly lastName: string | null
  /** A display name: not unique, never a login name. */
  readonly username: string | null
  readonly phone: string | null
  /** BCP 47 tag; the language of mails. */
  readonly locale: string
  readonly preferences: Readonly<Record<string, unknown>>
  readonly profileImageUrl: string | null
  /** `user` and what was granted on top of it, sorted. */
  readonly roles: readonly string[]
  /** Counts changes of the means to sign in; a proof made against an older one opens no session. */
  readonly credentialVersion: number
  /** Counts changes of the roles; an access token of an older one is refused. */
  readonly accessVersion: number
  readonly disabledAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly lastLoginAt: Date | null
}

/** What a person may say about themselves when they sign up. */
export interface Profile {
  readonly firstName: string | null
  readonly lastName: string | null
  readonly username: string | null
  readonly phone: string | null
  readonly preferences: Readonly<Record<string, unknown>>
}

/** What of a user may be changed at any time. */
export type ProfileChanges = Partial<Profile & Pick<User, 'locale' | 'profileImageUrl'>>

export const isDisabled = (user: User): boolean => user.disabledAt !== null

/** A user as they begin: verified, with no role but `user`, never signed in. */
export const newUser = (
  id: string,
  person: {
    readonly email: string
    readonly emailCanonical: string
    readonly profile: Profile
    readonly locale: string
  },
  now: Date,
): User => ({
  id,
  email: person.email,
  emailCanonical: person.emailCanonical,
  emailVerified: true,
  ...person.profile,
  locale: person.locale,
  profileImageUrl: null,
  roles: ['user'],
  credentialVersion: 0,
  accessVersion: 0,
  disabledAt: null,
  createdAt: now,
  updatedAt: now,
  lastLoginAt: null,
})
