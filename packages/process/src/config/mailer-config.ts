import { type DerivedKeys, keyring } from '../keys/keyring.ts'
import type { Listening, LogLevel, Remark } from './config.ts'
import { databaseLocation } from './database-value.ts'
import { DEFAULT_SENDER, dataDirOf, metricsOf } from './fill-in.ts'
import { nearNames } from './near-names.ts'
import { type Environment, readVariables, withDotEnv } from './read-variables.ts'
import { besides, brokenMailerRules } from './rules.ts'
import type { Values } from './schema.ts'
import { ensureFolder, keptSecret } from './secret-file.ts'

/** What the environment says to a mail worker, checked, with every default filled in. */
export interface MailerConfig {
  readonly production: boolean
  readonly logLevel: LogLevel
  /** Absolute; exists where something of it is used. */
  readonly dataDir: string
  /** Absolute path of the SQLite file, or URL of a database on a server, with its password. */
  readonly database: string
  readonly sqliteSynchronous: 'FULL' | 'NORMAL'
  /** URL of the broker, with its password. */
  readonly amqpUrl: string
  readonly smtpUrl: string | null
  readonly resendApiKey: string | null
  readonly mailFrom: string
  /** Opens the payloads of mails. */
  readonly mailKeys: DerivedKeys
  /** Where `/live`, `/ready` and `/metrics` answer; null: nowhere. */
  readonly metrics: Listening | null
  readonly warnings: readonly Remark[]
}

export type LoadedMailerConfig =
  | { readonly ok: true; readonly config: MailerConfig }
  | { readonly ok: false; readonly problems: readonly Remark[] }

const BOTH =
  'has no effect beside LATCHKEY_MAIL_KEY: take it away, so that the mail worker knows no more than it must'

/**
 * Reads the configuration of a mail worker from the same environment and `.env` as the server's.
 * Variables that are the server's alone are checked for their form and otherwise left alone.
 */
export const loadMailerConfig = (
  environment: Environment,
  { cwd }: { readonly cwd: string },
): LoadedMailerConfig => {
  const { env, problems: unreadable } = withDotEnv(environment, cwd)
  const { values, problems } = readVariables(env, cwd)
  const all = [...unreadable, ...problems, ...besides(problems, brokenMailerRules(values))]
  const slips = nearNames(env)
  if (all.length > 0) return { ok: false, problems: [...all, ...slips] }
  try {
    const config = fillInMailer(values, cwd)
    return { ok: true, config: { ...config, warnings: [...config.warnings, ...slips] } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problems: [{ name: 'DATA_DIR', message: `cannot be used: ${reason}` }] }
  }
}

const fillInMailer = (values: Values, cwd: string): MailerConfig => {
  const dataDir = dataDirOf(values, cwd)
  const { LATCHKEY_MAIL_KEY, LATCHKEY_SECRET } = values
  if (!values.SMTP_URL && !values.RESEND_API_KEY) ensureFolder(dataDir)
  return {
    production: values.NODE_ENV === 'production',
    logLevel: values.LOG_LEVEL ?? 'info',
    dataDir,
    database: databaseLocation(values.DATABASE_URL, cwd, dataDir),
    sqliteSynchronous: values.SQLITE_SYNCHRONOUS ?? 'FULL',
    amqpUrl: values.AMQP_URL ?? '',
    smtpUrl: values.SMTP_URL ?? null,
    resendApiKey: values.RESEND_API_KEY ?? null,
    mailFrom: values.MAIL_FROM ?? DEFAULT_SENDER,
    mailKeys: mailKeysOf(values, dataDir),
    metrics: metricsOf(values),
    warnings:
      LATCHKEY_MAIL_KEY && LATCHKEY_SECRET ? [{ name: 'LATCHKEY_SECRET', message: BOTH }] : [],
  }
}

const mailKeysOf = (values: Values, dataDir: string): DerivedKeys => {
  const [newest, ...older] = values.LATCHKEY_MAIL_KEY ?? []
  if (newest) return [newest, ...older]
  const [secret, ...former] = values.LATCHKEY_SECRET ?? []
  if (secret) return keyring([secret, ...former]).keys('mail')
  ensureFolder(dataDir)
  return keyring([keptSecret(dataDir)]).keys('mail')
}
