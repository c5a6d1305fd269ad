import type { Remark } from './config.ts'
import type { Environment } from './read-variables.ts'
import type { VariableName } from './schema.ts'

/** Variables of the contract whose part is not built yet. */
const LATER: Readonly<Partial<Record<VariableName, string>>> = {
  REDIS_URL: 'limits and revocations are kept in the database and in memory',
  AMQP_URL: 'the server sends the mails of its outbox itself',
  RESEND_API_KEY: 'mail goes out by SMTP_URL',
  METRICS_PORT: 'there are no metrics',
  METRICS_HOST: 'there are no metrics',
  LATCHKEY_MAIL_KEY: 'there is no mail worker of its own',
  GOOGLE_CLIENT_ID: 'there is no sign-in by Google',
  GOOGLE_CLIENT_SECRET: 'there is no sign-in by Google',
  GOOGLE_CALLBACK_URL: 'there is no sign-in by Google',
}

const OTHER_PROVIDER =
  /^(APPLE|DISCORD|FACEBOOK|GITHUB|GITLAB|LINKEDIN|MICROSOFT)_(CLIENT_ID|CLIENT_SECRET|CALLBACK_URL)(_FILE)?$/

/** A word on every variable that is set for a part this version does not have. */
export const notYet = (env: Environment): Remark[] => {
  const ours = Object.entries(LATER).filter(([name]) => env[name] || env[`${name}_FILE`])
  const providers = Object.keys(env).filter((name) => env[name] && OTHER_PROVIDER.test(name))
  const isFleet = Number(env['WORKERS']) > 1
  return [
    ...(isFleet ? [{ name: 'WORKERS', message: noEffect('one process serves') }] : []),
    ...ours.map(([name, instead]) => ({ name, message: noEffect(instead) })),
    ...providers.map((name) => ({ name, message: noEffect('there is no sign-in by a provider') })),
  ]
}

const noEffect = (instead: string): string => `has no effect in this version: ${instead}`
