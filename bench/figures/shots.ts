import type { Shot } from '../load/plans.ts'
import { PASSWORD, type Sample } from '../subject/seed.ts'

/** The same GET by many callers. */
export const getAs = (path: string, tokens: readonly string[]): Shot[] =>
  tokens.map((token) => ({ method: 'GET', path, headers: { authorization: `Bearer ${token}` } }))

export const loginsOf = (samples: readonly Sample[]): Shot[] =>
  samples.map(({ address }) => ({
    method: 'POST',
    path: '/api/auth/login',
    body: JSON.stringify({ email: address, password: PASSWORD }),
  }))

/** A sign-up of a new address each time: `{n}` becomes a number. */
export const registration: Shot = {
  method: 'POST',
  path: '/api/auth/register',
  body: JSON.stringify({
    email: 'newcomer-{n}@example.org',
    password: 'Staple-Battery-{n}-Horse',
    firstName: 'Grace',
    lastName: 'Hopper',
  }),
}

/** A sign-in code for a new address each time. */
export const codeRequest: Shot = {
  method: 'POST',
  path: '/api/auth/send-otp',
  body: JSON.stringify({ email: 'newcomer-{n}@example.org' }),
}
