import { expect, test } from 'vitest'
import { createLatchkey } from './create-latchkey.ts'
import { ADA, fakeServer } from './testing/fake-server.ts'
import { memoryTokens } from './tokens.ts'

const REFRESH = '/api/auth/refresh-token'
const LOGIN = { email: ADA.email, password: 'Analytical-Engine-1843' }

const setup = (delivery: 'body' | 'cookie' = 'body') => {
  const server = fakeServer()
  const tokens = memoryTokens()
  let instant = 1_000
  const now = () => {
    instant += 1
    return instant
  }
  const options = { baseUrl: 'http://localhost:3000', fetch: server.fetch, now }
  return { server, tokens, latchkey: createLatchkey({ ...options, delivery, tokens }) }
}

test('signing in gives the user, and every call from then on is theirs', async () => {
  const { latchkey } = setup()
  const { data, error } = await latchkey.login(LOGIN)
  expect(error).toBeUndefined()
  expect(data?.user.email).toBe(ADA.email)
  expect(latchkey.session.read()).toEqual({ status: 'signed_in', user: ADA })
  expect((await latchkey.api.GET('/api/auth/me')).data?.user.id).toBe(ADA.id)
})

test('an access token that is over is renewed unseen, once for all calls that fail together', async () => {
  const { latchkey, server } = setup()
  await latchkey.login(LOGIN)
  server.expire()
  const results = await Promise.all(
    Array.from({ length: 5 }, () => latchkey.api.GET('/api/auth/me')),
  )
  expect(results.map(({ data }) => data?.user.id)).toEqual(Array(5).fill(ADA.id))
  expect(server.calls(REFRESH)).toHaveLength(1)
})

test('a body that was sent once is sent again after the renewal', async () => {
  const { latchkey, server } = setup()
  await latchkey.login(LOGIN)
  server.expire()
  const body = { currentPassword: 'a', newPassword: 'b' }
  await latchkey.api.POST('/api/users/me/password', { body })
  const [last] = server.calls('/api/users/me/password').slice(-1)
  expect(await last?.json()).toEqual(body)
})

test('a session that is over signs out, here and nowhere else twice', async () => {
  const { latchkey, server, tokens } = setup()
  await latchkey.login(LOGIN)
  let changes = 0
  latchkey.session.subscribe(() => {
    changes += 1
  })
  server.expire()
  server.endSession()
  const { error } = await latchkey.api.GET('/api/auth/me')
  expect(error?.code).toBe('unauthenticated')
  expect(latchkey.session.read()).toEqual({ status: 'signed_out' })
  expect(tokens.read()).toBeNull()
  expect(changes).toBe(1)
})

test('a server that is away signs nobody out', async () => {
  const { latchkey, server } = setup()
  await latchkey.login(LOGIN)
  server.goAway()
  const { error } = await latchkey.logout()
  expect(error?.code).toBe('unavailable')
  expect(latchkey.session.read()).toMatchObject({ status: 'signed_in' })
  await latchkey.load()
  expect(latchkey.session.read()).toMatchObject({ status: 'signed_in' })
  await latchkey.load({ isDoubted: true })
  expect(latchkey.session.read()).toEqual({ status: 'unreachable' })
})

test('an answer from before a sign-in says nothing of who is there now', async () => {
  const { latchkey, server } = setup('cookie')
  const answerLate = server.hold('/api/auth/status')
  const loading = latchkey.load()
  await latchkey.login(LOGIN)
  answerLate()
  expect((await loading).data?.user?.id).toBe(ADA.id)
  expect(latchkey.session.read()).toMatchObject({ status: 'signed_in' })
  expect(server.calls('/api/auth/status')).toHaveLength(2)
})

test('logging out forgets the tokens', async () => {
  const { latchkey, tokens } = setup()
  await latchkey.login(LOGIN)
  await latchkey.logout()
  expect(tokens.read()).toBeNull()
  expect(latchkey.session.read()).toEqual({ status: 'signed_out' })
})

test('with cookies no token reaches the program', async () => {
  const { latchkey, server, tokens } = setup('cookie')
  await latchkey.login(LOGIN)
  server.expire()
  expect((await latchkey.load()).data?.user?.id).toBe(ADA.id)
  expect(tokens.read()).toBeNull()
  for (const request of server.requests) {
    // Reading is given no token, so it needs no header of ours: a page can have asked ahead.
    const delivery = request.method === 'GET' ? null : 'cookie'
    expect(request.headers.get('x-token-delivery')).toBe(delivery)
    expect(request.headers.get('authorization')).toBeNull()
    expect(request.credentials).toBe('include')
  }
})

test('a visitor is signed out after one question, which is no error', async () => {
  const { latchkey, server } = setup('cookie')
  expect(latchkey.session.read()).toEqual({ status: 'loading' })
  expect((await latchkey.load()).error).toBeUndefined()
  expect(latchkey.session.read()).toEqual({ status: 'signed_out' })
  expect(server.requests).toHaveLength(1)
})

test('who unsubscribes hears nothing more', async () => {
  const { latchkey } = setup()
  let changes = 0
  const stop = latchkey.session.subscribe(() => {
    changes += 1
  })
  stop()
  await latchkey.login(LOGIN)
  expect(changes).toBe(0)
})
