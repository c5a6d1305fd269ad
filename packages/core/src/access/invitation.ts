import type { SecretHash } from '../shared/secrets.ts'

/** How long an invitation is good for (http-api.md 5). */
export const INVITATION_HOURS = 72

/**
 * Somebody was asked to become a user with these roles. Nobody is a user by it: whoever opens the
 * mailed link proves the address and chooses the password (security.md 2.2).
 */
export interface Invitation {
  /** Becomes the id of the user. */
  readonly id: string
  readonly email: string
  readonly emailCanonical: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly locale: string
  /** `user` and what else they would have, sorted. */
  readonly roles: readonly string[]
  /** The invitation goes with this user, and is worth no more than what they may do. */
  readonly invitedBy: string
  /** Of the token in the mailed link. */
  readonly hash: SecretHash
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** A piece of the list of invitations, newest first. */
export interface InvitationPage {
  /** The id of the last one before the page; null for the first page. */
  readonly after: string | null
  readonly limit: number
}

/** Invitations that are neither accepted nor withdrawn; an expired one is none. */
export interface InvitationStore {
  /** Makes it the only one of its address. */
  replace(invitation: Invitation): Promise<void>

  /** Resolves to null when there is none. */
  find(id: string, now: Date): Promise<Invitation | null>

  /** Resolves to null when nobody is invited by that address. */
  findByEmail(emailCanonical: string, now: Date): Promise<Invitation | null>

  list(page: InvitationPage, now: Date): Promise<readonly Invitation[]>

  /** Takes it out; of many concurrent calls exactly one gets true. */
  spend(invitation: Pick<Invitation, 'id' | 'hash'>, now: Date): Promise<boolean>
}
