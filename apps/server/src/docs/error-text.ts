import type { ProblemCode } from '@latchkey/contract'

interface Advice {
  readonly when: string
  readonly remedy: string
}

/** When each public code is given, and what its reader should do. */
export const ERROR_TEXT = {
  address_taken: {
    when: 'The set-up link was used for an address that is a user already, or somebody with the permission invited one. No public call says this.',
    remedy: 'Choose another address, or give that user the role.',
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
    when: 'A sign-in did not succeed: unknown, unverified, locked, disabled or just mistyped; the answer never tells which. Or somebody signed in was asked for their password and it was not right: the session goes on.',
    remedy: 'Ask the user to type it again, or offer a password reset.',
  },
  invalid_or_expired_token: {
    when: 'A mailed link or code, an invitation or the set-up link is unknown, used up, outdated or not yours.',
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
  last_administrator: {
    when: 'The role `admin` would be taken from the only enabled user who has it, or they would be disabled.',
    remedy: 'Make somebody else an administrator first.',
  },
  mail_over: {
    when: 'A mail was to be sent again that the mail server took, or whose code or link has ended.',
    remedy: 'Let its recipient ask for a new one.',
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
    when: 'The body is larger than 64 KiB, the report of a browser than 16 KiB; or a picture has more than 2 MiB or too many pixels.',
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
  reauthentication_required: {
    when: 'The call asks for a password, the user has none, and their sign-in is more than 10 minutes ago.',
    remedy: 'Let the user sign in again and repeat the call.',
  },
  registration_disabled: {
    when: 'The setting `registration_enabled` is off.',
    remedy: 'Hide the sign-up; `GET /api/config` tells beforehand.',
  },
  request_timeout: {
    when: 'The request did not arrive whole in time.',
    remedy: 'Repeat it.',
  },
  role_built_in: {
    when: 'A built-in role was to be changed or deleted.',
    remedy: 'Make a role of your own.',
  },
  role_in_use: {
    when: 'A role was to be deleted that somebody has.',
    remedy: 'Take it from them first: `GET /api/admin/users?role=…` lists them.',
  },
  role_taken: {
    when: 'A role was to be made with a name that is taken or built in.',
    remedy: 'Choose another name.',
  },
  setting_locked: {
    when: 'A setting was to be changed that `SETTINGS` fixes; it is listed with `editable: false`.',
    remedy: 'Change it in `SETTINGS`, or take it out there.',
  },
  setting_outdated: {
    when: 'A setting is not of the `expectedVersion` any more.',
    remedy: 'Read it again and decide anew.',
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
    when: 'The body is not `application/json`; or a picture is not PNG, JPEG or WebP, whatever it is called.',
    remedy: 'Send JSON with that `Content-Type`, or a picture of these kinds.',
  },
  user_disabled: {
    when: 'An administrator asked for something that a disabled user cannot use, such as a reset link.',
    remedy: 'Enable the user first.',
  },
  validation_failed: {
    when: 'The request does not fit its schema, or the password may not be chosen.',
    remedy: 'Show each entry of `errors` at its field.',
  },
} as const satisfies Record<ProblemCode, Advice>
