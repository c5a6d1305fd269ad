import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aMailedOtp,
  aNewAddress,
  anAccount,
  aResetToken,
  bearer,
  codeIn,
  login,
  OTHER_PASSWORD,
  otherThan,
  outlineOf,
  PASSWORD,
  verifyOtp,
} from './account.ts'
import type { Request } from './request.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  expect(server.faults()).toEqual([])
  await server.stop()
})

const change = async (body: unknown, headers: Request['headers'] = {}) =>
  server.post('/api/users/me/password', body, headers)
const refresh = async ({ refreshToken }: Pick<Account, 'refreshToken'>) =>
  (await server.post('/api/auth/refresh-token', { refreshToken })).status
const wish = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }

test('a changed password ends every other session at once, this one goes on, and a mail tells', async () => {
  const account = await anAccount(server)
  const other = (await login(server, account)).body
  const { status, body } = await change(wish, bearer(account.accessToken))
  expect([status, body.success, typeof body.message]).toEqual([200, true, 'string'])
  expect((await server.get('/api/auth/session', bearer(other.accessToken))).status).toBe(401)
  expect((await server.get('/api/auth/me', bearer(account.accessToken))).status).toBe(200)
  expect(await refresh({ refreshToken: other.refreshToken ?? '' })).toBe(401)
  expect(await refresh(account)).toBe(200)
  expect((await login(server, account)).status).toBe(401)
  expect((await login(server, { ...account, password: OTHER_PASSWORD })).status).toBe(200)
  const mails = await server.inbox(account.email, 3)
  expect(mails[0]?.subject).toMatch(/password/i)
})

test('by cookie it is the same, and a page of another origin changes nothing', async () => {
  const account = await anAccount(server)
  const signedIn = await login(server, account, { 'x-token-delivery': 'cookie' })
  const cookie = signedIn.cookies.map((line) => line.split(';')[0]).join('; ')
  const foreign = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const refused = await change(wish, foreign)
  expect([refused.status, refused.body.code]).toEqual([403, 'cross_origin_refused'])
  const done = await change(wish, { cookie, 'sec-fetch-site': 'same-origin' })
  expect([done.status, done.cookies]).toEqual([200, []])
  expect((await server.get('/api/auth/me', { cookie })).status).toBe(200)
  expect(await refresh(account)).toBe(401)
})

test('a new password has to keep the rules, and the present one to be right', async () => {
  const { accessToken, refreshToken } = await anAccount(server)
  const answer = async (body: unknown) => {
    const { status, body: said } = await change(body, bearer(accessToken))
    return [status, said.code, said.errors?.map(({ path, code }) => `${path} ${code}`).join()]
  }
  expect(await answer({ ...wish, newPassword: 'password' })).toEqual([
    400,
    'validation_failed',
    'newPassword no_upper,newPassword no_digit,newPassword no_special,newPassword common',
  ])
  expect(await answer({ ...wish, currentPassword: 'Wrong-Tuba-91' })).toEqual([
    401,
    'invalid_credentials',
    undefined,
  ])
  expect(await answer({ newPassword: OTHER_PASSWORD })).toEqual([
    400,
    'validation_failed',
    'currentPassword required',
  ])
  const malformed = [
    {},
    [],
    { currentPassword: PASSWORD },
    { ...wish, newPassword: '' },
    { ...wish, newPassword: 12345678 },
    { ...wish, newPassword: [OTHER_PASSWORD] },
    { ...wish, newPassword: `\ud800${OTHER_PASSWORD}` },
    { ...wish, newPassword: `\0${OTHER_PASSWORD}` },
    { ...wish, currentPassword: { toString: 'x' } },
    { ...wish, currentPassword: 'x'.repeat(5000) },
  ]
  for (const body of malformed)
    expect((await answer(body)).slice(0, 2)).toEqual([400, 'validation_failed'])
  expect((await change(wish)).status).toBe(401)
  expect(await refresh({ refreshToken })).toBe(200)
})

test('a user without a password sets the first one after a fresh sign-in', async () => {
  const { body } = await verifyOtp(server, await aMailedOtp(server))
  const { user, accessToken } = body
  const own = await server.get('/api/users/me', bearer(accessToken))
  expect(own.body).toMatchObject({ hasPassword: false })
  server.change(
    'update sessions set authenticated_at = authenticated_at - 600000 where user_id = ?',
    user!.id,
  )
  const late = await change({ newPassword: PASSWORD }, bearer(accessToken))
  expect([late.status, late.body.code]).toEqual([403, 'reauthentication_required'])
  const again = await verifyOtp(server, await aMailedOtp(server, { email: user!.email }))
  const fresh = await change({ newPassword: PASSWORD }, bearer(again.body.accessToken))
  expect(fresh.status).toBe(200)
  expect((await login(server, { email: user!.email, password: PASSWORD })).status).toBe(200)
  const codes = server.rows(
    "select code from audit_events where action like 'authn_password_change%' and user_id = ? order by at",
    user!.id,
  )
  expect(codes.map(({ code }) => code)).toEqual(['sign_in_outdated', null])
})

const ask = (newEmail: unknown, token: string, password: unknown = PASSWORD) =>
  server.post('/api/users/me/email', { newEmail, password }, bearer(token))
const confirm = (code: unknown, token: string) =>
  server.post('/api/users/me/email/confirm', { code }, bearer(token))
/** The code in the newest mail to an address that has mails of no other kind. */
const codeTo = async (address: string, atLeast = 1) =>
  codeIn((await server.inbox(address, atLeast))[0]!)

describe('another address', () => {
  test('is confirmed by the code that it got; everything of the former one ends, and both are told', async () => {
    const account = await anAccount(server)
    const other = (await login(server, account)).body
    const link = await aResetToken(server, account.email)
    const newEmail = `New.${aNewAddress()}`
    const asked = await ask(newEmail, account.accessToken)
    expect([asked.status, asked.body.success]).toEqual([202, true])
    const own = async (token = '') => (await server.get('/api/users/me', bearer(token))).body
    expect(await own(account.accessToken)).toMatchObject({ emailChange: { email: newEmail } })
    expect(await own(other.accessToken)).toMatchObject({ emailChange: null })
    const code = await codeTo(newEmail)
    const wrong = await confirm(otherThan(code), account.accessToken)
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_or_expired_token'])
    const done = await confirm(code, account.accessToken)
    expect([done.status, done.body.user?.email]).toEqual([200, newEmail])
    expect((await confirm(code, account.accessToken)).status).toBe(400)

    expect((await server.get('/api/auth/session', bearer(other.accessToken))).status).toBe(401)
    expect((await server.get('/api/auth/me', bearer(account.accessToken))).status).toBe(200)
    expect(await refresh(account)).toBe(200)
    const reset = { token: link, password: OTHER_PASSWORD }
    expect((await server.post('/api/auth/reset-password', reset)).status).toBe(400)
    expect((await login(server, account)).status).toBe(401)
    expect((await login(server, { ...account, email: newEmail })).status).toBe(200)
    for (const [address, count] of [
      [newEmail, 2],
      [account.email, 5],
    ] as const) {
      const mails = await server.inbox(address, count)
      expect(mails.some(({ subject }) => subject.endsWith('account was changed'))).toBe(true)
    }
    // The former address is free again, and nothing of the account hangs on it.
    expect((await anAccount(server, { email: account.email })).id).not.toBe(account.id)
  })

  test('looks the same whether it is free, taken or their own', async () => {
    const { accessToken, email } = await anAccount(server)
    const taken = await anAccount(server)
    const answers = []
    for (const address of [aNewAddress(), taken.email.toUpperCase(), email]) {
      answers.push(outlineOf(await ask(address, accessToken)))
      answers.push(outlineOf(await confirm('000000', accessToken)))
    }
    expect(answers[2]).toEqual(answers[0])
    expect(answers[4]).toEqual(answers[0])
    expect(answers[3]).toEqual(answers[1])
    expect(answers[5]).toEqual(answers[1])
    const mails = await server.inbox(taken.email, 3)
    expect(mails[0]?.subject).toContain('already has')
    expect(codeIn(mails[0]!)).toBe('')
  })

  test('of two users who want the same one the first to confirm gets it', async () => {
    const wanted = aNewAddress()
    const [ada, bob] = [await anAccount(server), await anAccount(server)]
    await ask(wanted, ada.accessToken)
    const first = await codeTo(wanted)
    await ask(wanted, bob.accessToken)
    const mails = await server.inbox(wanted, 2)
    const second = mails.map(codeIn).find((code) => code !== first) ?? first
    const race = await Promise.all([
      confirm(first, ada.accessToken),
      confirm(second, bob.accessToken),
    ])
    expect(race.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(server.rows('select id from users where email = ?', wanted)).toHaveLength(1)
  })

  test('is refused without the password, a session or an address', async () => {
    const { accessToken } = await anAccount(server)
    const unsigned = { newEmail: aNewAddress(), password: PASSWORD }
    expect((await server.post('/api/users/me/email', unsigned)).status).toBe(401)
    expect((await server.post('/api/users/me/email/confirm', { code: '000000' })).status).toBe(401)
    const wrong = await ask(aNewAddress(), accessToken, 'Wrong-Tuba-91')
    expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials'])
    const missing = await ask(aNewAddress(), accessToken, null)
    expect(missing.body.errors).toEqual([
      { path: 'password', code: 'required', message: 'is required' },
    ])
    for (const address of [
      '',
      'ada',
      ['ada@example.org'],
      { $ne: 1 },
      'a@b.org,c@d.org',
      'a@b.org\nBcc: c@d.org',
      `${'x'.repeat(300)}@example.org`,
      undefined,
      '"quoted"@example.org',
      'ada@\u212aelvin.org',
    ])
      expect((await ask(address, accessToken)).body.code).toBe('validation_failed')
    for (const code of ['', '12345', '1234567', 'abcdef', 123456, ['123456'], null, '１２３４５６'])
      expect((await confirm(code, accessToken)).body.code).toBe('validation_failed')
    const none = await confirm('123456', accessToken)
    expect([none.status, none.body.code]).toEqual([400, 'invalid_or_expired_token'])
    expect(server.rows('select * from email_changes where session_id = ?', 'x')).toEqual([])
  })
})
