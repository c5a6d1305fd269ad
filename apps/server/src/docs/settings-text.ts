import type { SettingKey } from '@latchkey/core/rules'

const LATER = 'Not read by anything yet'

/** What each runtime setting does, in one line. */
export const SETTING_TEXT = {
  max_login_attempts: LATER,
  lockout_duration_minutes: LATER,
  rate_limit_login_requests: LATER,
  rate_limit_login_requests_per_ip: LATER,
  rate_limit_otp_requests: LATER,
  rate_limit_register_requests: LATER,
  rate_limit_mail_requests: LATER,
  rate_limit_anonymous_requests: LATER,
  otp_expiry_minutes: 'Life of a mailed code to sign in with',
  otp_max_attempts:
    'Wrong codes after which a request to sign in by code is over, counted over all its codes',
  jwt_access_token_expiry: 'Life of an access token',
  jwt_refresh_token_expiry: 'Life of a refresh token, counted from its last rotation',
  session_max_days: 'Absolute life of a session, counted from the sign-in',
  refresh_grace_seconds: 'How long a repeated refresh token gets the same successor; 0 is strict',
  reset_token_expiry_minutes: 'Life of a link to choose a new password',
  pre_registration_expiry_hours: 'Life of a staged sign-up, its link and its code',
  password_profile:
    '`composition`: 8 characters, with upper, lower, digit and special. `modern`: 15 characters, no composition',
  password_min_length: 'Smallest length; the larger of this and the minimum of the profile counts',
  password_history_count: LATER,
  registration_enabled: 'Whether anybody may sign up',
  otp_signup_enabled:
    'Whether a mailed code may make a user of a new address, while `registration_enabled` is on too',
  audit_retention_days: 'How long audit events are kept',
} as const satisfies Record<SettingKey, string>
