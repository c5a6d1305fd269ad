import type { ProblemCode } from '@latchkey/contract'

interface Advice {
  readonly when: string
  readonly remedy: string
}

/** When each public code is given, and what its reader should do. */
export const ERROR_TEXT = {
  address_taken: {
    when: 'The set-up link was used for an address that is a user already. No public call says this.',
    remedy: 'Choose another address, or give that user the role on the console.',
  },
  cross_origin_refused: {
    when: 'A web page of an origin that is not listed sent a request that changes something.',
    remedy: "Add the page's origin to `WEB_ORIGINS`, or serve it from `PUBLIC_URL`.",
  },
  forbidden: {
    when: 'The caller is known and may not do this.',
    remedy: 'Ask an administrator for the permission. Repeating the call does not help.',
  },
  internal_error: {
    when: 'A bug. The log has the cause under the same `requestId`.',
    remedy: 'Try again later; report it with its `requestId`.',
  },
  invalid_credentials: {
    when: 'A sign-in did not succeed: unknown, unverified, locked, disabled or just mistyped. The answer never tells which.',
    remedy: 'Ask the user to type both again, or offer a password reset.',
  },
  invalid_or_expired_token: {
    when: 'A mailed link or code, or the set-up link, is unknown, used up, outdated or not yours.',
    remedy: 'Offer to send a new one.',
  },
  invalid_otp: {
    when: 'A code to sign in with is wrong, used up, expired or of another request, or its user may not sign in. The answer never tells which.',
    remedy:
      'Let the user type it again, or send a new one; without an `otpToken` begin with send-otp.',
  },
  invalid_refresh_token: {
    when: 'The refresh token is unknown, expired, of an ended session, or was used before.',
    remedy: 'Forget the tokens and let the user sign in. Do not repeat the call.',
  },
  method_not_allowed: {
    when: 'The path exists, the method does not.',
    remedy: 'See the `Allow` header.',
  },
  not_found: {
    when: 'No such path; also set-up once there is an administrator.',
    remedy: 'Check the path.',
  },
  overloaded: {
    when: 'So many passwords wait to be hashed that this one would wait too long. Nothing was done.',
    remedy: 'Wait for `Retry-After` seconds and repeat the call.',
  },
  payload_too_large: {
    when: 'The body is larger than 64 KiB.',
    remedy: 'Send less.',
  },
  proof_required: {
    when: 'The link is good, but this is not the browser of the sign-up and the password is missing or wrong. Nothing was used up.',
    remedy: 'Ask for the password of the sign-up and send it with the `token`.',
  },
  rate_limited: {
    when: 'Too many attempts from here, or for this address.',
    remedy: 'Wait for `Retry-After` seconds.',
  },
  registration_disabled: {
    when: 'The setting `registration_enabled` is off.',
    remedy: 'Hide the sign-up; `GET /api/config` tells beforehand.',
  },
  request_timeout: {
    when: 'The request did not arrive whole in time.',
    remedy: 'Repeat it.',
  },
  unauthenticated: {
    when: 'There is no access token, or it is expired, foreign or of an ended session.',
    remedy: 'Renew the tokens once; if that is refused, let the user sign in.',
  },
  unavailable: {
    when: 'The database, or another part that the call needs, does not answer.',
    remedy: 'Wait for `Retry-After` seconds and repeat the call.',
  },
  unsupported_media_type: {
    when: 'The body is not `application/json`.',
    remedy: 'Send JSON with that `Content-Type`.',
  },
  validation_failed: {
    when: 'The request does not fit its schema, or the password may not be chosen.',
    remedy: 'Show each entry of `errors` at its field.',
  },
} as const satisfies Record<ProblemCode, Advice>
