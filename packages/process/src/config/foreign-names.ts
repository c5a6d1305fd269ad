import type { Remark } from './config.ts'
import type { Environment } from './read-variables.ts'
import type { VariableName } from './schema.ts'

/** Names that other systems use, by our name for the same thing. */
const OURS: Readonly<Partial<Record<VariableName, readonly string[]>>> = {
  DATABASE_URL: ['DB_URL', 'POSTGRES_URL', 'MYSQL_URL', 'SQLITE_PATH', 'DATABASE_PATH'],
  LATCHKEY_SECRET: ['APP_SECRET', 'AUTH_SECRET', 'BETTER_AUTH_SECRET', 'NEXTAUTH_SECRET'],
  PUBLIC_URL: ['BETTER_AUTH_URL', 'NEXTAUTH_URL', 'AUTH_URL', 'BASE_URL', 'API_URL', 'SERVER_URL'],
  WEB_URL: ['CLIENT_URL', 'FRONTEND_URL', 'APP_URL'],
  WEB_ORIGINS: ['CORS_ORIGIN', 'CORS_ORIGINS', 'ALLOWED_ORIGINS', 'TRUSTED_ORIGINS'],
  MAIL_FROM: ['EMAIL_FROM', 'SMTP_FROM', 'FROM_EMAIL'],
  SMTP_URL: [
    ...['EMAIL_USER', 'EMAIL_PASS', 'EMAIL_PASSWORD', 'EMAIL_HOST', 'EMAIL_PORT'],
    ...['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASS', 'SMTP_PASSWORD', 'SMTP_SECURE'],
    ...['MAIL_HOST', 'MAIL_PORT', 'MAIL_USER', 'MAIL_PASS'],
  ],
  AMQP_URL: ['RABBITMQ_URL', 'RABBITMQ_HOST', 'CLOUDAMQP_URL'],
  REDIS_URL: ['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD'],
  BOOTSTRAP_ADMIN_EMAIL: ['ADMIN_EMAIL'],
  BOOTSTRAP_ADMIN_PASSWORD: ['ADMIN_PASSWORD'],
}

const EXPIRY = (setting: string): string =>
  `has no effect: it is the runtime setting ${setting}, see SETTINGS`
const NO_JWT_SECRET =
  'has no effect: access tokens are signed with ES256 keys that Latchkey makes and rotates itself; ' +
  'every other secret is derived from LATCHKEY_SECRET'
const OPAQUE =
  'has no effect: refresh tokens and sessions are random values, not signed by a secret'
const COST =
  'has no effect: the bcrypt cost is 12 and not configurable, so that it is never too low'
const MONGODB = 'has no effect: Latchkey stores nothing in MongoDB; see DATABASE_URL'

/** Names of things that Latchkey has none of, or has elsewhere. */
const REASONS: Readonly<Record<string, string>> = {
  MONGODB_URI: MONGODB,
  MONGO_URI: MONGODB,
  MONGO_URL: MONGODB,
  JWT_SECRET: NO_JWT_SECRET,
  ACCESS_TOKEN_SECRET: NO_JWT_SECRET,
  JWT_ACCESS_SECRET: NO_JWT_SECRET,
  JWT_PRIVATE_KEY: NO_JWT_SECRET,
  JWT_EXPIRES_IN: EXPIRY('jwt_access_token_expiry'),
  JWT_EXPIRY: EXPIRY('jwt_access_token_expiry'),
  ACCESS_TOKEN_EXPIRY: EXPIRY('jwt_access_token_expiry'),
  JWT_REFRESH_EXPIRES_IN: EXPIRY('jwt_refresh_token_expiry'),
  REFRESH_TOKEN_EXPIRY: EXPIRY('jwt_refresh_token_expiry'),
  REFRESH_TOKEN_SECRET: OPAQUE,
  JWT_REFRESH_SECRET: OPAQUE,
  SESSION_SECRET: OPAQUE,
  COOKIE_SECRET: OPAQUE,
  BCRYPT_ROUNDS: COST,
  BCRYPT_SALT_ROUNDS: COST,
  SALT_ROUNDS: COST,
  JWT_ISSUER: 'has no effect: the issuer of access tokens is PUBLIC_URL',
}

const WORDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(OURS).flatMap(([ours, theirs]) =>
      theirs.map((name) => [name, `has no effect: here it is ${ours}`]),
    ),
  ),
  ...REASONS,
}

export const FOREIGN_NAMES = Object.keys(WORDS)

/** A word on every variable that other systems read and Latchkey does not. */
export const foreignNames = (env: Environment): Remark[] =>
  Object.entries(WORDS)
    .filter(([name]) => env[name])
    .map(([name, message]) => ({ name, message }))
