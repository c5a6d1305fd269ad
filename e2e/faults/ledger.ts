/** A sign-up whose 202 was received. */
export interface AcknowledgedAttempt {
  readonly email: string
  readonly password: string
  readonly registrationToken: string
}

/** A user of ours and what their client holds; one client at a time acts for them. */
export interface Account {
  readonly email: string
  password: string
  refreshToken: string | null
}

/** What the server said it did: all of it must be there after every crash. */
export interface Ledger {
  readonly registrations: AcknowledgedAttempt[]
  readonly verifications: { readonly email: string; readonly userId: string }[]
  readonly logins: { readonly sessionId: string }[]
  readonly refreshes: { readonly sessionId: string }[]
  readonly resetRequests: { readonly email: string }[]
  readonly resets: { readonly email: string }[]
  readonly logouts: { readonly sessionId: string }[]
  readonly disabled: { readonly email: string }[]
  /** Answers that nothing explains. */
  readonly surprises: string[]
}

export const emptyLedger = (): Ledger => ({
  registrations: [],
  verifications: [],
  logins: [],
  refreshes: [],
  resetRequests: [],
  resets: [],
  logouts: [],
  disabled: [],
  surprises: [],
})

/** How much was acknowledged, by kind. */
export const countsOf = (ledger: Ledger): string =>
  Object.entries(ledger)
    .map(([kind, entries]) => `${kind} ${entries.length}`)
    .join(', ')

/** The id that an opaque token of ours begins with: that of its attempt, session or reset. */
export const idInside = (token: string): string => {
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
