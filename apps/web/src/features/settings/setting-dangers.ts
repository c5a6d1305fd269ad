import { parseDuration } from '@latchkey/core/rules'
import type { SettingValue } from './settings-api.ts'

type Judge = (value: SettingValue, now: SettingValue) => boolean

const above =
  (limit: number): Judge =>
  (value) =>
    Number(value) > limit

const below =
  (limit: number): Judge =>
  (value) =>
    Number(value) < limit

const longerThan =
  (duration: string): Judge =>
  (value) =>
    parseDuration(String(value)) > parseDuration(duration)

const off: Judge = (value) => value === false

/** Values that somebody should know the consequence of; the texts have it under `danger`. */
export const SETTING_DANGERS = {
  max_login_attempts: above(20),
  lockout_duration_minutes: below(5),
  rate_limit_login_requests: above(50),
  rate_limit_login_requests_per_ip: above(1000),
  rate_limit_anonymous_requests: above(5000),
  rate_limit_otp_requests: above(20),
  rate_limit_register_requests: above(500),
  rate_limit_mail_requests: above(50),
  rate_limit_mail_total: above(50_000),
  jwt_access_token_expiry: longerThan('30m'),
  jwt_refresh_token_expiry: longerThan('30d'),
  session_max_days: above(90),
  refresh_grace_seconds: above(30),
  registration_enabled: off,
  // What is deleted is gone, however long it is kept afterwards.
  audit_retention_days: (value, now) => Number(value) < Number(now),
} as const satisfies Record<string, Judge>

const dangers: Readonly<Record<string, Judge>> = SETTING_DANGERS

/** Whether the value, in the place of the one in force, has a consequence to be told. */
export const isDangerous = (key: string, value: SettingValue, now: SettingValue): boolean =>
  Object.hasOwn(dangers, key) && dangers[key]?.(value, now) === true
