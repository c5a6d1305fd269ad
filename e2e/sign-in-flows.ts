import { expect } from 'vitest'
import { aMailedOtp, anAccount, bearer, login, otherThan, verifyOtp } from './account.ts'
import type { TestServer } from './server.ts'

/** Sign-up with a password, the mail, its link, sign-in, staying signed in and signing out. */
export const signsInByPassword = async (server: TestServer): Promise<void> => {
  const account = await anAccount(server)
  const { body: session } = await login(server, account)
  const me = await server.get('/api/auth/me', bearer(session.accessToken))
  expect(me.body.user?.email).toBe(account.email)
  const refresh = (refreshToken: string | undefined) =>
    server.post('/api/auth/refresh-token', { refreshToken })
  const { body: next, status } = await refresh(session.refreshToken)
  expect(status).toBe(200)
  const access = bearer(next.accessToken)
  expect((await server.post('/api/auth/logout', {}, access)).status).toBe(200)
  expect((await refresh(next.refreshToken)).status).toBe(401)
  expect((await server.get('/api/auth/me', access)).status).toBe(401)
  expect(server.faults()).toEqual([])
}

/** Sign-up and sign-in by a mailed code, which works once. */
export const signsInByCode = async (server: TestServer): Promise<void> => {
  const first = await aMailedOtp(server)
  const wrong = await verifyOtp(server, { ...first, otp: otherThan(first.otp) })
  expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_otp'])
  const signedUp = await verifyOtp(server, first)
  expect(signedUp.status).toBe(200)
  expect((await verifyOtp(server, first)).status).toBe(401)
  const signedIn = await verifyOtp(server, await aMailedOtp(server, { email: first.email }))
  expect(signedIn.body.user?.id).toBe(signedUp.body.user?.id)
  for (const { body } of [signedUp, signedIn]) {
    const me = await server.get('/api/auth/me', bearer(body.accessToken))
    expect(me.body.user).toMatchObject({ email: first.email, emailVerified: true })
  }
  const { refreshToken } = signedIn.body
  expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(200)
  expect(server.faults()).toEqual([])
}
