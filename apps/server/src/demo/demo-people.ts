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
  { name: 'Sam', lastName: 'Rivera', state: 'support', role: 'support', daysAgo: 30 },
  {
    name: 'Otto',
    lastName: 'Klein',
    state: 'signs in by mailed codes',
    hasPassword: false,
    daysAgo: 21,
  },
  { name: 'Lola', lastName: 'Marsh', state: 'locked after wrong passwords', daysAgo: 17 },
  { name: 'Dora', lastName: 'Lindqvist', state: 'disabled', isDisabled: true, daysAgo: 12 },
  {
    name: 'Una',
    lastName: 'Byrne',
    state: 'imported, address unproven',
    emailVerified: false,
    daysAgo: 6,
  },
  { name: 'Rita', lastName: 'Osei', state: 'asked for a new password', daysAgo: 3 },
]

/** Whose sign-ins fill the lists. */
export const REGULARS = ['Ada', 'Jürgen', 'Sam', 'Lola', 'Rita']

export const DEMO_ADMIN = { name: 'Grace', lastName: 'Hopper', daysAgo: 36 }
export const DEMO_STAGED = { name: 'Stella', lastName: 'Conti' }

/** Whose invitations are on their way. */
export const DEMO_GUESTS = [
  { name: 'Mira', lastName: 'Novak', role: 'support', hoursAgo: 43 },
  { name: 'Theo', lastName: 'Laurent', role: 'user', hoursAgo: 5 },
]

/** Who signed in how many minutes ago, the first one first. */
export const DEMO_SIGN_INS = [
  ['Jürgen', 171],
  ['Ada', 124],
  ['Sam', 83],
  ['Ada', 38],
] as const
