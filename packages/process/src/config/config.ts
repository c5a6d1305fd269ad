import type { Settings } from '@latchkey/core/rules'
import type { RootSecrets } from '../keys/keyring.ts'

/** One thing about the environment, by the name of the variable; never holds its value. */
export interface Remark {
  readonly name: string
  readonly message: string
}

/** Where something listens beside the API. */
export interface Listening {
  readonly host: string
  readonly port: number
}

/** What the environment says, checked, with every default filled in (http-api.md 7). */
export interface Config {
  readonly production: boolean
  readonly host: string
  readonly port: number
  /** Where `/metrics` answers; null: nowhere. */
  readonly metrics: Listening | null
  readonly logLevel: LogLevel
  readonly workers: number
  readonly apiDocs: boolean
  readonly hashMaxWaitMs: number
  readonly sqliteSynchronous: 'FULL' | 'NORMAL'
  /** Origin of the API; `iss` of access tokens. */
  readonly publicUrl: string
  /** Web app and mailed links; no slash at the end. */
  readonly webUrl: string
  /** Origins of browsers that may call: those of `WEB_ORIGINS`, `WEB_URL` and `PUBLIC_URL`. */
  readonly webOrigins: readonly string[]
  readonly jwtAudience: string
  readonly introspectionSecret: string | null
  /** For Fastify's `trustProxy`; empty when no proxy is trusted. */
  readonly trustProxy: readonly string[]
  /** Absolute; exists. */
  readonly dataDir: string
  /** Absolute path of the SQLite file, or URL of a database on a server, with its password. */
  readonly database: string
  /** With its password. Null: one-time codes are kept in the database. */
  readonly redisUrl: string | null
  /** With its password. Null: the server sends its mails itself, else mail workers do. */
  readonly amqpUrl: string | null
  /** With no Resend key either: the dev mailbox. */
  readonly smtpUrl: string | null
  readonly resendApiKey: string | null
  readonly mailFrom: string
  /** For `keyring`. */
  readonly secrets: RootSecrets
  readonly bootstrapAdmin: { readonly email: string; readonly password: string } | null
  /** What `SETTINGS` fixes, of the runtime settings. */
  readonly fixedSettings: Partial<Settings>
  /** Variables that have no effect, each with what to do instead. */
  readonly warnings: readonly Remark[]
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Where an installation keeps what a backup holds. */
export interface Places {
  /** Absolute path of the SQLite file, or URL of a database on a server, with its password. */
  readonly database: string
  /** `LATCHKEY_SECRET`; null when the secret is in `secretFile`. */
  readonly secrets: RootSecrets | null
  /** Absolute; need not exist. */
  readonly secretFile: string
}

export type LoadedPlaces =
  | { readonly ok: true; readonly places: Places }
  | Extract<LoadedConfig, { ok: false }>

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | {
      readonly ok: false
      readonly problems: readonly Remark[]
      /** As `Config.warnings`: a variable under another system's name often is the missing one. */
      readonly warnings: readonly Remark[]
    }
