import type { components } from '../generated/api.ts'
import type { Fetch } from '../transport.ts'

export const ADA = {
  id: '01979a3e-0000-7000-8000-000000000001',
  email: 'ada@example.com',
  emailVerified: true,
  firstName: 'Ada',
  lastName: 'Lovelace',
  username: null,
  phone: null,
  locale: 'en',
  roles: ['user'],
  profileImageUrl: null,
  preferences: {},
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
  lastLoginAt: null,
} satisfies components['schemas']['User']

const problem = (status: number, code: string): Response =>
  Response.json({ success: false, status, code, message: code }, { status })

/**
 * A server with one user and one session. Access tokens are numbered; only the newest is good, and
 * `expire` ends that as well.
 */
export const fakeServer = () => {
  const requests: Request[] = []
  const held = new Map<string, Promise<void>>()
  let [issued, isExpired, hasSession, isAway] = [0, false, false, false]
  const tokens = () => {
    issued += 1
    isExpired = false
    return { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}` }
  }
  const isGood = (request: Request): boolean => {
    const isCookie = request.credentials === 'include'
    const isNewest = request.headers.get('authorization') === `Bearer access-${issued}`
    return hasSession && !isExpired && (isCookie || isNewest)
  }
  const signedIn = (request: Request): Response => {
    const body = request.headers.get('x-token-delivery') === 'cookie' ? {} : tokens()
    isExpired = false
    return Response.json({ success: true, user: ADA, ...body })
  }
  const answers: Record<string, (request: Request) => Response> = {
    '/api/auth/login': (request) => {
      hasSession = true
      return signedIn(request)
    },
    '/api/auth/refresh-token': (request) =>
      hasSession ? signedIn(request) : problem(401, 'invalid_refresh_token'),
    '/api/auth/me': (request) =>
      isGood(request)
        ? Response.json({ success: true, user: ADA })
        : problem(401, 'unauthenticated'),
    '/api/auth/status': (request) => {
      if (isGood(request)) return Response.json({ success: true, user: ADA })
      const isNobody = !hasSession && !isExpired
      return isNobody
        ? Response.json({ success: true, user: null })
        : problem(401, 'unauthenticated')
    },
    '/api/auth/logout': () => {
      hasSession = false
      return Response.json({ success: true, message: 'Signed out.' })
    },
  }
  const fetch: Fetch = async (request) => {
    if (isAway) throw new TypeError('fetch failed')
    requests.push(request)
    const { pathname } = new URL(request.url)
    const answer = answers[pathname]?.(request) ?? problem(404, 'not_found')
    await held.get(pathname)
    return answer
  }
  return {
    fetch,
    requests,
    /** The answers of a path, made at once, leave when the function is called that comes back. */
    hold: (path: string) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held.set(path, promise)
      return resolve
    },
    calls: (path: string) => requests.filter(({ url }) => new URL(url).pathname === path),
    expire: () => {
      isExpired = true
    },
    endSession: () => {
      hasSession = false
    },
    goAway: () => {
      isAway = true
    },
  }
}
