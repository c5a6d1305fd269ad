import { defaultSettings, passwordViolations } from '@latchkey/core/rules'
import { isServerUrl } from '@latchkey/sql'
import type { Remark } from './config.ts'
import { DEFAULT_PORT } from './fill-in.ts'
import type { Values } from './schema.ts'
import { HOW_TO_MAKE_A_SECRET, weaknessOf } from './secret-value.ts'

const MIN_CREDENTIAL_LENGTH = 32

/** A rule looks at the values that are good by themselves; null when it is kept. */
type Rule = (values: Values) => string | null

const secret: Rule = ({ LATCHKEY_SECRET }) => {
  if (!LATCHKEY_SECRET) return `is required in production; ${HOW_TO_MAKE_A_SECRET}`
  const weakness = LATCHKEY_SECRET.map(weaknessOf).find((found) => found !== null)
  return weakness ? `${weakness}; ${HOW_TO_MAKE_A_SECRET}` : null
}

const https =
  (name: 'PUBLIC_URL' | 'WEB_URL'): Rule =>
  ({ [name]: url }) =>
    url?.startsWith('http:') ? 'must begin with https:// in production' : null

const broker: Rule = ({ AMQP_URL }) => {
  const { username, password } = new URL(AMQP_URL ?? 'amqp://configured:elsewhere@localhost')
  const isGuest = [username, password].every((part) => part === 'guest' || part === '')
  return isGuest ? 'must not use guest/guest in production: make a user of its own' : null
}

const credential: Rule = ({ INTROSPECTION_SECRET }) =>
  INTROSPECTION_SECRET !== undefined && INTROSPECTION_SECRET.length < MIN_CREDENTIAL_LENGTH
    ? `must have at least ${MIN_CREDENTIAL_LENGTH} characters in production; ${HOW_TO_MAKE_A_SECRET}`
    : null

/** What no mail leaves without in production. */
const MAIL_IN_PRODUCTION = {
  SMTP_URL: [
    ({ SMTP_URL, RESEND_API_KEY }) =>
      SMTP_URL || RESEND_API_KEY
        ? null
        : 'or RESEND_API_KEY is required in production: without it no mail reaches anybody',
  ],
  MAIL_FROM: [
    ({ MAIL_FROM }) => (MAIL_FROM ? null : 'is required in production: the sender of every mail'),
  ],
  AMQP_URL: [broker],
} satisfies Partial<Record<keyof Values, readonly Rule[]>>

/** With a broker it is the mail workers who send, and need to know how. */
const unlessByWorkers =
  (rule: Rule): Rule =>
  (values) =>
    values.AMQP_URL ? null : rule(values)

/** What production does not start without. */
const PRODUCTION = {
  LATCHKEY_SECRET: [secret],
  PUBLIC_URL: [
    ({ PUBLIC_URL }) =>
      PUBLIC_URL ? null : 'is required in production: the https origin of this server',
    https('PUBLIC_URL'),
  ],
  WEB_URL: [https('WEB_URL')],
  ...MAIL_IN_PRODUCTION,
  SMTP_URL: MAIL_IN_PRODUCTION.SMTP_URL.map(unlessByWorkers),
  MAIL_FROM: MAIL_IN_PRODUCTION.MAIL_FROM.map(unlessByWorkers),
  INTROSPECTION_SECRET: [credential],
} satisfies Partial<Record<keyof Values, readonly Rule[]>>

/** What a mail worker does not start without. */
const MAILER = {
  AMQP_URL: [
    ({ AMQP_URL }) =>
      AMQP_URL ? null : 'is required: the mail worker takes its work from RabbitMQ alone',
  ],
} satisfies Partial<Record<keyof Values, readonly Rule[]>>

const MAILER_IN_PRODUCTION = {
  LATCHKEY_MAIL_KEY: [
    ({ LATCHKEY_MAIL_KEY, LATCHKEY_SECRET }) =>
      LATCHKEY_MAIL_KEY || LATCHKEY_SECRET
        ? null
        : 'is required in production; npm run latchkey -- keys mail prints it',
  ],
  ...MAIL_IN_PRODUCTION,
} satisfies Partial<Record<keyof Values, readonly Rule[]>>

const together =
  (other: 'BOOTSTRAP_ADMIN_EMAIL' | 'BOOTSTRAP_ADMIN_PASSWORD', name: typeof other): Rule =>
  (values) =>
    values[other] && !values[name] ? `is missing: ${other} is set, and they belong together` : null

const bootstrapPassword: Rule = ({ BOOTSTRAP_ADMIN_PASSWORD, SETTINGS }) => {
  if (!BOOTSTRAP_ADMIN_PASSWORD) return null
  const { password_profile, password_min_length } = { ...defaultSettings(), ...SETTINGS }
  const violations = passwordViolations(
    BOOTSTRAP_ADMIN_PASSWORD,
    password_profile,
    password_min_length,
  )
  return violations.length > 0 ? `breaks the password rules: ${violations.join(', ')}` : null
}

/** What holds everywhere. */
const ALWAYS = {
  METRICS_PORT: [
    ({ METRICS_PORT, PORT = DEFAULT_PORT }) =>
      METRICS_PORT === PORT ? 'must not be PORT: figures are not for the public' : null,
  ],
  WORKERS: [
    ({ WORKERS = 1, DATABASE_URL = '' }) =>
      WORKERS > 1 && !isServerUrl(DATABASE_URL)
        ? 'must be 1 with SQLite: one process writes the file'
        : null,
  ],
  LATCHKEY_SECRET: [
    ({ LATCHKEY_SECRET = [] }) => {
      const different = new Set(LATCHKEY_SECRET.map((bytes) => bytes.toString('hex')))
      return different.size < LATCHKEY_SECRET.length ? 'names the same secret twice' : null
    },
  ],
  BOOTSTRAP_ADMIN_EMAIL: [together('BOOTSTRAP_ADMIN_PASSWORD', 'BOOTSTRAP_ADMIN_EMAIL')],
  BOOTSTRAP_ADMIN_PASSWORD: [
    together('BOOTSTRAP_ADMIN_EMAIL', 'BOOTSTRAP_ADMIN_PASSWORD'),
    bootstrapPassword,
  ],
} satisfies Partial<Record<keyof Values, readonly Rule[]>>

const broken = (rules: Readonly<Record<string, readonly Rule[]>>, values: Values): Remark[] =>
  Object.entries(rules).flatMap(([name, list]) =>
    list.flatMap((rule) => {
      const message = rule(values)
      return message === null ? [] : [{ name, message }]
    }),
  )

/** Broken rules about variables without a problem of their own: one remark each is enough. */
export const besides = (problems: readonly Remark[], rules: readonly Remark[]): Remark[] => {
  const named = new Set(problems.map(({ name }) => name.replace(/_FILE$/, '')))
  return rules.filter(({ name }) => !named.has(name))
}

/** The rules that look at more than one variable, or hold in production only. */
export const brokenRules = (values: Values): Remark[] => [
  ...broken(ALWAYS, values),
  ...(values.NODE_ENV === 'production' ? broken(PRODUCTION, values) : []),
]

/** The same for a mail worker, which takes no notice of what is the server's alone. */
export const brokenMailerRules = (values: Values): Remark[] => [
  ...broken(MAILER, values),
  ...(values.NODE_ENV === 'production' ? broken(MAILER_IN_PRODUCTION, values) : []),
]
