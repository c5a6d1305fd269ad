import { resolve } from 'node:path'
import type { RootSecrets } from '../keys/keyring.ts'
import type { Config, Listening } from './config.ts'
import { databaseLocation } from './database-value.ts'
import type { Values } from './schema.ts'

export const DEFAULT_PORT = 3000
export const DEFAULT_SENDER = 'Latchkey <no-reply@localhost>'

export const dataDirOf = (values: Values, cwd: string): string =>
  resolve(cwd, values.DATA_DIR ?? 'data')

/** Where `/metrics` answers; null: nowhere. */
export const metricsOf = ({ METRICS_HOST, METRICS_PORT: port }: Values): Listening | null =>
  port === undefined ? null : { host: METRICS_HOST ?? '127.0.0.1', port }

/** The whole configuration: every default of http-api.md 7, in one place. */
export const fillIn = (
  values: Values,
  cwd: string,
  secrets: RootSecrets,
  warnings: Config['warnings'],
): Config => {
  const production = values.NODE_ENV === 'production'
  const port = values.PORT ?? DEFAULT_PORT
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${port}`
  const webUrl = values.WEB_URL ?? publicUrl
  const dataDir = dataDirOf(values, cwd)
  return {
    production,
    host: values.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    metrics: metricsOf(values),
    logLevel: values.LOG_LEVEL ?? 'info',
    workers: values.WORKERS ?? 1,
    apiDocs: values.API_DOCS ?? !production,
    hashMaxWaitMs: values.HASH_MAX_WAIT_MS ?? 5000,
    sqliteSynchronous: values.SQLITE_SYNCHRONOUS ?? 'FULL',
    publicUrl,
    webUrl,
    webOrigins: [...new Set([publicUrl, new URL(webUrl).origin, ...(values.WEB_ORIGINS ?? [])])],
    jwtAudience: values.JWT_AUDIENCE ?? publicUrl,
    introspectionSecret: values.INTROSPECTION_SECRET ?? null,
    trustProxy: values.TRUST_PROXY ?? [],
    dataDir,
    database: databaseLocation(values.DATABASE_URL, cwd, dataDir),
    redisUrl: values.REDIS_URL ?? null,
    amqpUrl: values.AMQP_URL ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    resendApiKey: values.RESEND_API_KEY ?? null,
    mailFrom: values.MAIL_FROM ?? DEFAULT_SENDER,
    secrets,
    bootstrapAdmin: bootstrapAdminOf(values),
    fixedSettings: values.SETTINGS ?? {},
    warnings,
  }
}

const bootstrapAdminOf = ({
  BOOTSTRAP_ADMIN_EMAIL: email,
  BOOTSTRAP_ADMIN_PASSWORD: password,
}: Values): Config['bootstrapAdmin'] => (email && password ? { email, password } : null)
