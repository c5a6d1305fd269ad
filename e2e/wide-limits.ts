import type { Environment } from './process.ts'

/** Every test calls from one address, so that the limits of the product would be all that is tested. */
const WIDE_LIMITS = {
  max_login_attempts: 100,
  rate_limit_login_requests: 1_000_000,
  rate_limit_login_requests_per_ip: 1_000_000,
  rate_limit_otp_requests: 1_000_000,
  rate_limit_register_requests: 1_000_000,
  rate_limit_mail_requests: 1_000_000,
  rate_limit_mail_total: 1_000_000,
  rate_limit_anonymous_requests: 1_000_000,
}

/** The environment with wide limits, where its own `SETTINGS` do not name them. */
export const withWideLimits = (env: Environment): Environment => {
  const own = JSON.parse(env['SETTINGS'] ?? '{}') as object
  return { ...env, SETTINGS: JSON.stringify({ ...WIDE_LIMITS, ...own }) }
}
