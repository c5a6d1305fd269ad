import type { PasswordHash } from '../password/passwords.ts'
import type { PreRegistration } from '../registration/pre-registration.ts'
import { aProfile } from './a-user.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'

/** Ada's sign-up, staged at noon for a day. The hashes follow the id unless they are given. */
export const aPreRegistration = (over: Partial<PreRegistration> = {}): PreRegistration => {
  const id = over.id ?? 'attempt-1'
  return {
    id,
    email: 'Ada@example.org',
    emailCanonical: (over.email ?? 'Ada@example.org').toLowerCase(),
    passwordHash: 'bcrypt(Correct-Horse-1)' as PasswordHash,
    profile: aProfile(),
    locale: 'en',
    registrationHash: hashOf(`registration:${id}:1`),
    linkHash: hashOf(`verification:${id}:1+`),
    codeHash: hashOf(`${id}:000001`),
    createdAt: NOON,
    expiresAt: afterNoon(86_400_000),
    ...over,
  }
}
