import type { OpaqueToken, Secrets } from '../shared/secrets.ts'
import type { OtpRequest } from './otp-request.ts'
import type { OtpStore } from './otp-store.ts'

/** A request, and the token by which its caller showed that it is theirs. */
export interface OwnRequest {
  readonly request: OtpRequest
  readonly token: OpaqueToken
}

/** The open request of this token and this address; null when there is none. */
export const findOwnRequest = async (
  { otps, secrets }: { otps: Pick<OtpStore, 'find'>; secrets: Secrets },
  { email, otpToken = '' }: { email: { canonical: string }; otpToken?: string | undefined },
  now: Date,
): Promise<OwnRequest | null> => {
  const token = secrets.open('otp', otpToken)
  const request = token && (await otps.find(token.id, now))
  if (!request || !secrets.equal(token.hash, request.requestHash)) return null
  return request.emailCanonical === email.canonical ? { request, token } : null
}
