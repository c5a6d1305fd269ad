import { type Refused, refused } from '../shared/outcome.ts'
import { isDisabled, type User } from './user.ts'
import type { UserStore } from './user-store.ts'

/** A user who is held, or why they are not the one that was asked any more. */
type Held =
  | { readonly ok: true; readonly user: User }
  | Refused<'user_gone' | 'user_disabled' | 'proof_outdated'>

/**
 * Locks the user who was asked, inside the unit of work of the act; refused when they are gone or
 * disabled, or when their means to sign in changed since.
 */
export const holdUser = async (users: UserStore, asked: User): Promise<Held> => {
  const user = await users.lock(asked.id)
  if (!user) return refused('user_gone')
  if (isDisabled(user)) return refused('user_disabled')
  if (user.credentialVersion !== asked.credentialVersion) return refused('proof_outdated')
  return { ok: true, user }
}
