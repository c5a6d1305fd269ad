/** Somebody to look at, and the state that they show. */
export interface DemoPerson {
  readonly name: string
  readonly lastName: string
  readonly state: string
  readonly hasPassword?: false
  readonly emailVerified?: false
  readonly isDisabled?: true
  readonly role?: string
  readonly locale?: string
  /** Days since they signed up. */
  readonly daysAgo: number
}

/** A top-level name that never gets mail (RFC 2606). */
const DOMAIN = 'demo.example'

export const addressOf = (name: string): string => `${name.toLowerCase()}@${DOMAIN}`

/** One person for each state that a user can be in. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { name: 'Ada', lastName: 'Lovelace', state: 'active, signed in on two devices', daysAgo: 34 },
  { name: 'Jürgen', lastName: 'Groß', state: 'active, mails in German', locale: 'de', daysAgo: 32 },
  { name: 'Sam', lastName: 'Support', state: 'support', role: 'support', daysAgo: 30 },
  {
    name: 'Otto',
    lastName: 'Code',
    state: 'signs in by mailed codes',
    hasPassword: false,
    daysAgo: 21,
  },
  { name: 'Lola', lastName: 'Locked', state: 'locked after wrong passwords', daysAgo: 17 },
  { name: 'Dora', lastName: 'Disabled', state: 'disabled', isDisabled: true, daysAgo: 12 },
  {
    name: 'Una',
    lastName: 'Unproven',
    state: 'imported, address unproven',
    emailVerified: false,
    daysAgo: 6,
  },
  { name: 'Rita', lastName: 'Reset', state: 'asked for a new password', daysAgo: 3 },
]

/** Whose sign-ins fill the lists. */
export const REGULARS = ['Ada', 'Jürgen', 'Sam', 'Lola', 'Rita']

export const DEMO_ADMIN = { name: 'Grace', lastName: 'Hopper' }
export const DEMO_STAGED = { name: 'Stella', lastName: 'Staged' }
