/** What each setting that is a number counts. */
export const SETTING_UNITS = {
  max_login_attempts: 'attempts',
  lockout_duration_minutes: 'minutes',
  rate_limit_login_requests: 'attempts',
  rate_limit_login_requests_per_ip: 'attempts',
  rate_limit_otp_requests: 'codes',
  rate_limit_register_requests: 'signUps',
  rate_limit_mail_requests: 'mails',
  rate_limit_mail_total: 'mails',
  rate_limit_anonymous_requests: 'calls',
  otp_expiry_minutes: 'minutes',
  otp_max_attempts: 'attempts',
  session_max_days: 'days',
  refresh_grace_seconds: 'seconds',
  reset_token_expiry_minutes: 'minutes',
  pre_registration_expiry_hours: 'hours',
  password_min_length: 'characters',
  password_history_count: 'passwords',
  audit_retention_days: 'days',
} as const satisfies Record<string, string>

/** The units of a duration such as `15m`, by their letters. */
export const DURATION_UNITS = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' } as const

export type DurationUnit = keyof typeof DURATION_UNITS

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Seconds in the largest unit in which they are a whole number. */
export const durationOf = (
  seconds: number,
): { readonly count: number; readonly unit: DurationUnit } => {
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds % SECONDS[name] === 0) ?? 's'
  return { count: seconds / SECONDS[unit], unit }
}

/** The number and the unit of a duration as it is written; what is none is a number in minutes. */
export const partsOf = (
  duration: string,
): { readonly count: string; readonly unit: DurationUnit } => {
  const match = /^(.*)([smhd])$/.exec(duration)
  return { count: match?.[1] ?? duration, unit: (match?.[2] ?? 'm') as DurationUnit }
}
