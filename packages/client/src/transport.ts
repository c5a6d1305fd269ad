import { unreachable } from './problem.ts'
import { type TokenStore, tokensIn } from './tokens.ts'

/** How a request carries who asks, and what becomes of tokens in its answer. */
export interface Transport {
  /** Sends a request. Never throws: a server that cannot be reached answers `unavailable`. */
  send(request: Request): Promise<Response>
  /** The body of a request that renews the session. */
  renewal(): object
  /** Forgets who was signed in. */
  forget(): void
}

export type Fetch = (request: Request) => Promise<Response>

const asked = async (fetch: Fetch, request: Request): Promise<Response> => {
  try {
    return await fetch(request)
  } catch {
    return unreachable()
  }
}

/**
 * For web pages: tokens are in cookies that no script can read. Reading gets none, so it says
 * nothing of them: it is then what a `<link rel="preload">` asked for, and needs no CORS preflight.
 */
export const cookieTransport = (fetch: Fetch): Transport => ({
  send: (request) => {
    const headers = new Headers(request.headers)
    if (request.method !== 'GET') headers.set('x-token-delivery', 'cookie')
    return asked(fetch, new Request(request, { headers, credentials: 'include' }))
  },
  renewal: () => ({}),
  forget: () => undefined,
})

/** For every other program: tokens are in bodies, and kept in `tokens`. */
export const bodyTransport = (fetch: Fetch, tokens: TokenStore): Transport => ({
  send: async (request) => {
    const kept = tokens.read()
    const headers = new Headers(request.headers)
    if (kept?.accessToken) headers.set('authorization', `Bearer ${kept.accessToken}`)
    if (kept?.deviceToken) headers.set('x-device-token', kept.deviceToken)
    const response = await asked(fetch, new Request(request, { headers }))
    const found = response.ok ? tokensIn(await jsonOf(response)) : null
    if (found) tokens.write({ ...found, deviceToken: found.deviceToken ?? kept?.deviceToken })
    return response
  },
  renewal: () => ({ refreshToken: tokens.read()?.refreshToken ?? '' }),
  forget: () => {
    const deviceToken = tokens.read()?.deviceToken
    tokens.write(deviceToken ? { accessToken: '', refreshToken: '', deviceToken } : null)
  },
})

const jsonOf = (response: Response): Promise<unknown> =>
  response
    .clone()
    .json()
    .catch(() => null)
