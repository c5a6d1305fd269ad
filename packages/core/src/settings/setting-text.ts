import type { SettingKey } from './settings.ts'

/** What each runtime setting does, in one line. */
export const SETTING_TEXT = {
  max_login_attempts:
    'Wrong passwords of an account, within `lockout_duration_minutes`, that lock it; a known device has as many of its own',
  lockout_duration_minutes:
    'Over how long wrong passwords are counted, and so how long an account is locked at most',
  rate_limit_login_requests:
    'Wrong passwords in 15 minutes from one IPv4 address or IPv6 /64 for one account',
  rate_limit_login_requests_per_ip:
    'Wrong passwords in 15 minutes from one IPv4 address or IPv6 /64, over all accounts',
  rate_limit_otp_requests:
    'Codes to sign in with that one network may ask for one address, in 15 minutes; four times as many from everywhere',
  rate_limit_register_requests: 'Sign-ups from one network in 15 minutes',
  rate_limit_mail_requests:
    'Mails to one address that one network may cause in an hour by sign-ups, and as many by forgotten passwords; four times as many from everywhere; a known device has its own. Beyond it no mail leaves',
  rate_limit_mail_total:
    'Mails to addresses that need not be a user’s (links to confirm, codes to sign in with) that leave in an hour, over all of them; beyond it they wait, while links and notices to users go',
  rate_limit_anonymous_requests:
    'Sign-ups, repeated mails, forgotten passwords and requests for codes together, from one network in 15 minutes; calls with a token of an earlier one do not count',
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
  password_history_count:
    'How many of their own passwords, the present one first, nobody may choose again; 0 allows all',
  registration_enabled: 'Whether anybody may sign up',
  otp_signup_enabled:
    'Whether a mailed code may make a user of a new address, while `registration_enabled` is on too',
  audit_retention_days: 'How long audit events are kept',
  brand_name: 'What this installation is called, on pages and in mails',
  brand_color:
    'The colour of buttons and links; pages make it darker or lighter until it can be read',
  brand_logo:
    'The picture above every page and in the browser’s tab, by its id: `PUT /api/admin/brand/logo` uploads one. Empty is the icon of Latchkey',
} as const satisfies Record<SettingKey, string>
