import { latchkey } from './latchkey.ts'

/** What somebody who has not signed in may have had mailed. */
export type MailedFor = 'signUp' | 'signIn' | 'reset'

const PURPOSES: readonly MailedFor[] = ['signUp', 'signIn', 'reset']
const keyOf = (purpose: MailedFor): string => `latchkey:mailed:${purpose}`

/** For tabs whose storage is switched off, which throws. */
const inMemory = new Map<MailedFor, string>()

/** The address that was typed for a mail: outlives a reload, and nothing else that ends the tab. */
export const addressFor = (purpose: MailedFor): string | null => {
  try {
    return sessionStorage.getItem(keyOf(purpose))
  } catch {
    return inMemory.get(purpose) ?? null
  }
}

export const keepAddress = (purpose: MailedFor, address: string): void => {
  try {
    sessionStorage.setItem(keyOf(purpose), address)
  } catch {
    inMemory.set(purpose, address)
  }
}

const forgetAddresses = (): void => {
  inMemory.clear()
  try {
    for (const purpose of PURPOSES) sessionStorage.removeItem(keyOf(purpose))
  } catch {
    // Nothing was kept there.
  }
}

/** Whose session it is; null is nobody, undefined is not known. */
const whoIsThere = (): string | null | undefined => {
  const session = latchkey.session.read()
  if (session.status === 'signed_in') return session.user.id
  return session.status === 'signed_out' ? null : undefined
}

let last: string | null | undefined
// The back button shows whoever comes next no address of whoever was here before.
latchkey.session.subscribe(() => {
  const now = whoIsThere()
  if (now === undefined) return
  if (now !== last && (now !== null || last !== undefined)) forgetAddresses()
  last = now
})
