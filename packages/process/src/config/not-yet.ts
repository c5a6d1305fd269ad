import type { Remark } from './config.ts'
import type { Environment } from './read-variables.ts'
import type { VariableName } from './schema.ts'

/** Variables of the contract whose part is not built yet. */
const LATER: Readonly<Partial<Record<VariableName, string>>> = {
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
  return [
    ...ours.map(([name, instead]) => ({ name, message: noEffect(instead) })),
    ...providers.map((name) => ({ name, message: noEffect('there is no sign-in by a provider') })),
  ]
}

const noEffect = (instead: string): string => `has no effect in this version: ${instead}`
