/** Which settings stand together on the page, in their order. */
export const SETTING_GROUPS = {
  protection: [
    'max_login_attempts',
    'lockout_duration_minutes',
    'rate_limit_login_requests',
    'rate_limit_login_requests_per_ip',
    'rate_limit_anonymous_requests',
  ],
  codes: ['otp_expiry_minutes', 'otp_max_attempts', 'rate_limit_otp_requests'],
  sessions: [
    'jwt_access_token_expiry',
    'jwt_refresh_token_expiry',
    'session_max_days',
    'refresh_grace_seconds',
  ],
  passwords: [
    'password_profile',
    'password_min_length',
    'password_history_count',
    'reset_token_expiry_minutes',
  ],
  registration: [
    'registration_enabled',
    'otp_signup_enabled',
    'pre_registration_expiry_hours',
    'rate_limit_register_requests',
  ],
  mail: ['rate_limit_mail_requests', 'rate_limit_mail_total'],
  brand: ['brand_name', 'brand_color', 'brand_logo'],
  retention: ['audit_retention_days'],
} as const satisfies Record<string, readonly string[]>

export type SettingGroupName = keyof typeof SETTING_GROUPS

export const SETTING_GROUP_NAMES = Object.keys(SETTING_GROUPS) as SettingGroupName[]
