import type { PasswordProfile } from '../password/password-rules.ts'
import { isBrandColor, isBrandName, isPictureId, MAX_BRAND_NAME_LENGTH } from './brand-rules.ts'

/** A runtime setting: its default and its bounds (http-api.md 7). */
type Definition =
  | {
      readonly type: 'integer'
      readonly default: number
      readonly min: number
      readonly max: number
    }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[] }
  /** A number and a unit: `15m`, `7d`. Bounds in seconds. */
  | {
      readonly type: 'duration'
      readonly default: string
      readonly min: number
      readonly max: number
    }
  /** A name. Bounds in characters. */
  | {
      readonly type: 'text'
      readonly default: string
      readonly min: number
      readonly max: number
    }
  /** `#rrggbb`. */
  | { readonly type: 'color'; readonly default: string }
  /** The id of an uploaded picture, or empty. */
  | { readonly type: 'picture'; readonly default: string }

const integer = (fallback: number, min: number, max: number) =>
  ({ type: 'integer', default: fallback, min, max }) as const
const boolean = (fallback: boolean) => ({ type: 'boolean', default: fallback }) as const
const duration = (fallback: string, min: string, max: string) =>
  ({
    type: 'duration',
    default: fallback,
    min: parseDuration(min),
    max: parseDuration(max),
  }) as const
const rateLimit = (fallback: number) => integer(fallback, 1, 1_000_000)

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Seconds of `90s`, `15m`, `1h` or `7d`; NaN when it is none. */
export const parseDuration = (text: string): number => {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text)
  return match ? Number(match[1]) * UNIT_SECONDS[match[2] as keyof typeof UNIT_SECONDS] : Number.NaN
}

/** Every setting there is, by its key in the contract. */
export const SETTINGS = {
  max_login_attempts: integer(5, 3, 100),
  lockout_duration_minutes: integer(15, 1, 1440),
  rate_limit_login_requests: rateLimit(5),
  rate_limit_login_requests_per_ip: rateLimit(50),
  rate_limit_otp_requests: rateLimit(3),
  rate_limit_register_requests: rateLimit(20),
  rate_limit_mail_requests: rateLimit(5),
  rate_limit_mail_total: integer(3000, 100, 1_000_000),
  rate_limit_anonymous_requests: rateLimit(300),
  otp_expiry_minutes: integer(5, 1, 10),
  otp_max_attempts: integer(5, 3, 10),
  jwt_access_token_expiry: duration('15m', '1m', '1h'),
  jwt_refresh_token_expiry: duration('7d', '1h', '90d'),
  session_max_days: integer(30, 1, 365),
  refresh_grace_seconds: integer(10, 0, 60),
  reset_token_expiry_minutes: integer(30, 5, 60),
  pre_registration_expiry_hours: integer(24, 1, 168),
  password_profile: { type: 'choice', default: 'composition', choices: ['composition', 'modern'] },
  password_min_length: integer(8, 8, 64),
  password_history_count: integer(0, 0, 24),
  registration_enabled: boolean(true),
  otp_signup_enabled: boolean(true),
  audit_retention_days: integer(90, 7, 3650),
  brand_name: { type: 'text', default: 'Latchkey', min: 1, max: MAX_BRAND_NAME_LENGTH },
  brand_color: { type: 'color', default: '#3d4bd8' },
  brand_logo: { type: 'picture', default: '' },
} as const satisfies Record<string, Definition>

export type SettingKey = keyof typeof SETTINGS
type Value<D> = D extends { type: 'integer' }
  ? number
  : D extends { type: 'boolean' }
    ? boolean
    : string

/** The value of every setting, by its contract key. Durations stay as written, such as `15m`. */
export type Settings = {
  readonly [K in SettingKey]: K extends 'password_profile'
    ? PasswordProfile
    : Value<(typeof SETTINGS)[K]>
}

/** Reads the settings in force now: they may change while the server runs. */
export type ReadSettings = () => Settings

export const defaultSettings = (): Settings =>
  Object.fromEntries(Object.entries(SETTINGS).map(([key, d]) => [key, d.default])) as Settings

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key)

/**
 * What a value may be: from and to (of a duration in seconds, of a text in characters), or one of a
 * list; null where the type says it all.
 */
export type SettingBounds =
  | { readonly min: number; readonly max: number }
  | { readonly choices: readonly string[] }
  | null

export const settingBounds = (key: SettingKey): SettingBounds => {
  const d: Definition = SETTINGS[key]
  if (d.type === 'boolean' || d.type === 'color' || d.type === 'picture') return null
  return d.type === 'choice' ? { choices: d.choices } : { min: d.min, max: d.max }
}

/** Why `value` is not one for `key`, as a sentence for the operator; null when it is. */
export const settingProblem = (key: SettingKey, value: unknown): string | null => {
  const d: Definition = SETTINGS[key]
  return isValue(d, value) ? null : `must be ${wanted(d)}`
}

const isValue = (d: Definition, value: unknown): boolean => {
  if (d.type === 'integer')
    return Number.isInteger(value) && Number(value) >= d.min && Number(value) <= d.max
  if (d.type === 'boolean') return typeof value === 'boolean'
  if (typeof value !== 'string') return false
  if (d.type === 'choice') return d.choices.includes(value)
  if (d.type === 'text') return isBrandName(value)
  if (d.type === 'color') return isBrandColor(value)
  if (d.type === 'picture') return isPictureId(value)
  const seconds = parseDuration(value)
  return seconds >= d.min && seconds <= d.max
}

/** What would be a value, to end a sentence. */
const wanted = (d: Definition): string => {
  if (d.type === 'integer') return `a whole number from ${d.min} to ${d.max}`
  if (d.type === 'boolean') return 'true or false'
  if (d.type === 'choice') return `one of ${d.choices.join(', ')}`
  if (d.type === 'text')
    return `a name of ${d.min} to ${d.max} characters, without markup, links, or blanks around it`
  if (d.type === 'color') return `a colour such as ${d.default}`
  if (d.type === 'picture') return 'the id of an uploaded picture, or empty'
  return `a duration such as ${d.default}, from ${d.min} to ${d.max} seconds`
}
