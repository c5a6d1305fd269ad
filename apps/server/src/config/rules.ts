import { defaultSettings, passwordViolations } from '@latchkey/core/rules'
import { isServerUrl } from '@latchkey/sql'
import type { Remark } from './config.ts'
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

/** What production does not start without. */
const PRODUCTION = {
  LATCHKEY_SECRET: [secret],
  PUBLIC_URL: [
    ({ PUBLIC_URL }) =>
      PUBLIC_URL ? null : 'is required in production: the https origin of this server',
    https('PUBLIC_URL'),
  ],
  WEB_URL: [https('WEB_URL')],
  SMTP_URL: [
    ({ SMTP_URL }) =>
      SMTP_URL ? null : 'is required in production: without it no mail reaches anybody',
  ],
  MAIL_FROM: [
    ({ MAIL_FROM }) => (MAIL_FROM ? null : 'is required in production: the sender of every mail'),
  ],
  AMQP_URL: [broker],
  INTROSPECTION_SECRET: [credential],
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

/** The rules that look at more than one variable, or hold in production only. */
export const brokenRules = (values: Values): Remark[] => [
  ...broken(ALWAYS, values),
  ...(values.NODE_ENV === 'production' ? broken(PRODUCTION, values) : []),
]
