interface Person {
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly username?: string | null
}

/** What somebody is called: their name, else their address. */
export const nameOf = ({ firstName, lastName, username, email }: Person): string =>
  [firstName, lastName].filter(Boolean).join(' ') || username || email
