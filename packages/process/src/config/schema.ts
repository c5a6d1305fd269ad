import type { z } from 'zod'
import { readMailKey } from '../keys/mail-key.ts'
import { LOG_LEVELS } from './config.ts'
import { readDatabaseUrl } from './database-value.ts'
import { readRedisUrl } from './redis-value.ts'
import { readSecret } from './secret-value.ts'
import { settingsObject } from './settings-value.ts'
import { readTrustedProxy } from './trust-proxy.ts'
import {
  amqpUrl,
  emailAddress,
  flag,
  integer,
  kind,
  listenHost,
  listOf,
  mailSender,
  oneOf,
  plainText,
  readOrigin,
  resendKey,
  smtpUrl,
  urlOf,
  webAddress,
} from './value-kinds.ts'

const port = integer(1, 65_535)

/**
 * Every environment variable there is (http-api.md 7): what its text must be and what it becomes.
 * An empty one counts as not set. `.env.example` explains each; a test compares the two.
 */
export const SCHEMA = {
  NODE_ENV: oneOf(['production', 'development', 'test']),
  HOST: listenHost,
  PORT: port,
  METRICS_HOST: listenHost,
  METRICS_PORT: port,
  LOG_LEVEL: oneOf(LOG_LEVELS),
  WORKERS: integer(1, 1024),
  API_DOCS: flag,
  HASH_MAX_WAIT_MS: integer(100, 60_000),
  SQLITE_SYNCHRONOUS: oneOf(['FULL', 'NORMAL']),
  JWT_AUDIENCE: plainText,
  INTROSPECTION_SECRET: plainText,
  PUBLIC_URL: kind(readOrigin),
  WEB_URL: webAddress,
  WEB_ORIGINS: listOf(readOrigin),
  TRUST_PROXY: listOf(readTrustedProxy),
  DATA_DIR: plainText,
  DATABASE_URL: kind(readDatabaseUrl),
  REDIS_URL: kind(readRedisUrl),
  AMQP_URL: amqpUrl,
  SMTP_URL: smtpUrl,
  RESEND_API_KEY: resendKey,
  MAIL_FROM: mailSender,
  LATCHKEY_SECRET: listOf(readSecret),
  LATCHKEY_MAIL_KEY: listOf(readMailKey),
  BOOTSTRAP_ADMIN_EMAIL: emailAddress,
  BOOTSTRAP_ADMIN_PASSWORD: plainText,
  GOOGLE_CLIENT_ID: plainText,
  GOOGLE_CLIENT_SECRET: plainText,
  GOOGLE_CALLBACK_URL: urlOf(
    ['https:', 'http:'],
    'https://auth.example.com/api/auth/google/callback',
  ),
  SETTINGS: settingsObject,
} as const satisfies Record<string, z.ZodType<unknown, string>>

export type VariableName = keyof typeof SCHEMA
export const VARIABLE_NAMES = Object.keys(SCHEMA) as VariableName[]

/** The checked values of the variables that are set and good. */
export type Values = { readonly [N in VariableName]?: z.output<(typeof SCHEMA)[N]> }
