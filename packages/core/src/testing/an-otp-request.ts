import type { OtpCode, OtpRequest } from '../otp/otp-request.ts'
import { hashOf } from './counting-secrets.ts'
import { afterNoon, NOON } from './fixed-clock.ts'

/** A code sent at noon for five minutes. The hash follows the id unless it is given. */
export const anOtpCode = (over: Partial<OtpCode> = {}): OtpCode => ({
  id: 'code-1',
  hash: hashOf(`code of ${over.id ?? 'code-1'}`),
  expiresAt: afterNoon(300_000),
  ...over,
})

/** Ada, who is no user, asked at noon to sign in by code. The hashes follow the id. */
export const anOtpRequest = (over: Partial<OtpRequest> = {}): OtpRequest => {
  const id = over.id ?? 'otp-1'
  return {
    id,
    email: 'Ada@example.org',
    emailCanonical: 'ada@example.org',
    userId: null,
    locale: 'en',
    requestHash: hashOf(`otp:${id}:1`),
    codes: [anOtpCode({ id: `${id}-code` })],
    wrongTries: 0,
    createdAt: NOON,
    ...over,
  }
}
