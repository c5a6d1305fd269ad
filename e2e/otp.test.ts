import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aMailedOtp,
  aNewAddress,
  anAccount,
  aStagedSignUp,
  bearer,
  codeIn,
  disable,
  login,
  otherThan,
  outlineOf,
  PASSWORD,
  verify,
  verifyOtp,
} from './account.ts'
import { aBrowser } from './browser.ts'
import type { Answer } from './request.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer()
  account = await anAccount(server)
})
afterAll(() => server.stop())

const REFUSED = [401, 'invalid_otp']
const codeOf = ({ status, body }: Answer) => [status, body.code]
const send = (email: string, otpToken?: string, on = server) =>
  on.post('/api/auth/send-otp', { email, otpToken })
const otpMails = async (email: string, on = server) =>
  (await on.inbox(email, 0)).filter(({ subject }) => subject.includes('sign-in code'))
const claimsOf = (accessToken = ''): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())

describe('asking for a code', () => {
  test('mails six digits and no link, in the language of the user', async () => {
    const { status, body } = await send(account.email.toUpperCase())
    expect(status).toBe(202)
    expect(Object.keys(body)).toEqual(['success', 'message', 'otpToken', 'expiresAt'])
    const minutes = (Date.parse(body.expiresAt!) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(4.9)
    expect(minutes).toBeLessThanOrEqual(5)
    const mails = await server.inbox(account.email, 3)
    const mail = mails.find(({ subject }) => subject.includes('sign-in code'))
    expect(mail!.text).toMatch(/^\d{6}$/m)
    expect(mail!.text).toContain('5 minutes')
    expect(mail!.text + mail!.html).not.toMatch(/https?:|Ada/)
    const email = aNewAddress()
    await server.post('/api/auth/send-otp', { email }, { 'accept-language': 'de' })
    expect((await server.inbox(email))[0]?.subject).toContain('Anmeldecode')
  })

  test.each(['body', 'cookie'])(
    'in %s delivery unknown, staged, known and disabled addresses get the same answers',
    async (delivery) => {
      const headers = { 'x-token-delivery': delivery }
      const disabled = await anAccount(server, { email: aNewAddress() })
      disable(server, disabled)
      const staged = await aStagedSignUp(server)
      const addresses = [aNewAddress(), staged.email, account.email, disabled.email]
      const outlines = []
      for (const email of addresses) {
        const events = server.rows('select id from audit_events').length
        const sent = await server.post('/api/auth/send-otp', { email }, headers)
        expect(server.rows('select id from audit_events')).toHaveLength(events + 1)
        const cookie = sent.cookies.map((line) => line.split(';')[0]).join()
        const { otpToken } = sent.body
        const claim = { email, otp: '000000', ...(otpToken && { otpToken }) }
        const wrong = await verifyOtp(server, claim, { ...headers, ...(cookie && { cookie }) })
        outlines.push([outlineOf(sent), outlineOf(wrong)])
      }
      for (const outline of outlines) expect(outline).toEqual(outlines[0])
      expect(await otpMails(disabled.email)).toEqual([])
    },
  )

  test('a further code belongs to the same request, and the earlier one stays good', async () => {
    const first = await aMailedOtp(server)
    const second = await aMailedOtp(server, first)
    expect(second.otpToken).toBe(first.otpToken)
    expect((await verifyOtp(server, first)).status).toBe(200)
    expect(codeOf(await verifyOtp(server, second))).toEqual(REFUSED)
  })

  test('a malformed request is told so', async () => {
    for (const body of [{}, { email: 'nobody' }, { email: account.email, otpToken: 1 }])
      expect((await server.post('/api/auth/send-otp', body)).status).toBe(400)
    const { otpToken } = (await send(account.email)).body
    for (const otp of [undefined, 123456, '12345', '1234567', '１２３４５６', '12345a'])
      expect(
        codeOf(await server.post('/api/auth/verify-otp', { email: account.email, otp, otpToken })),
      ).toEqual([400, 'validation_failed'])
  })
})

describe('signing in with a code', () => {
  test('a user is signed in by what the token says', async () => {
    const { status, body, cookies } = await verifyOtp(server, await aMailedOtp(server, account))
    expect(status).toBe(200)
    expect(body.user?.id).toBe(account.id)
    expect(claimsOf(body.accessToken)['amr']).toEqual(['otp'])
    expect(cookies).toEqual([])
    expect((await server.get('/api/auth/me', bearer(body.accessToken))).status).toBe(200)
    const { refreshToken } = body
    expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(200)
  })

  test('in cookie delivery no token is in any body, and the request’s cookie ends with it', async () => {
    const browser = aBrowser(server)
    const mails = (await server.inbox(account.email)).length
    const sent = await browser.post('/api/auth/send-otp', { email: account.email })
    expect(sent.body).not.toHaveProperty('otpToken')
    const cookie = browser.jar.get('latchkey_otp')
    expect(cookie?.attributes).toEqual(
      expect.arrayContaining(['httponly', 'path=/api/auth', 'samesite=lax']),
    )
    const [mail] = await server.inbox(account.email, mails + 1)
    const claim = { email: account.email, otp: codeIn(mail!) }
    const wrong = await browser.post('/api/auth/verify-otp', {
      ...claim,
      otp: otherThan(claim.otp),
    })
    expect(codeOf(wrong)).toEqual(REFUSED)
    const headers = { 'x-token-delivery': 'body' }
    const { status, body } = await browser.post('/api/auth/verify-otp', claim, headers)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/token/i)
    expect(browser.jar.has('latchkey_otp')).toBe(false)
    expect((await browser.get('/api/auth/me')).status).toBe(200)
  })

  test('a new address becomes a user without a password, and its staged sign-ups are gone', async () => {
    const staged = await aStagedSignUp(server)
    const mails = (await server.inbox(staged.email)).length
    const sent = await aMailedOtp(server, staged)
    const { body } = await verifyOtp(server, { ...sent, firstName: 'Ada', lastName: 'King' })
    expect(body.user).toMatchObject({ firstName: 'Ada', lastName: 'King', emailVerified: true })
    const [welcome] = await server.inbox(staged.email, mails + 2)
    expect(welcome?.subject).toMatch(/welcome/i)
    const { registrationToken, code } = staged
    expect((await verify(server, { registrationToken, code })).status).toBe(400)
    expect((await login(server, staged)).status).toBe(401)
    expect(codeOf(await verifyOtp(server, sent))).toEqual(REFUSED)
    const actions = server.rows('select action from audit_events where user_id = ?', body.user!.id)
    expect(actions.map(({ action }) => action).slice(0, 2)).toEqual([
      'user_created',
      'authn_login_success',
    ])
    const again = await verifyOtp(server, await aMailedOtp(server, staged))
    expect(again.body.user?.id).toBe(body.user!.id)
  })

  test('a code works with its own token and address only, and its absence is told', async () => {
    const mine = await aMailedOtp(server)
    const theirs = await aMailedOtp(server)
    const { email, otp, otpToken } = mine
    const missing = await verifyOtp(server, { email, otp })
    expect(codeOf(missing)).toEqual(REFUSED)
    expect(missing.body.detail).toContain('send-otp')
    const tokens = [theirs.otpToken, account.refreshToken, account.signedUp.registrationToken, 'x']
    for (const token of tokens)
      expect(codeOf(await verifyOtp(server, { email, otp, otpToken: token }))).toEqual(REFUSED)
    const crossed = { email: theirs.email, otp, otpToken }
    expect(codeOf(await verifyOtp(server, crossed))).toEqual(REFUSED)
    expect((await verifyOtp(server, mine)).status).toBe(200)
  })

  test('an expired code is refused as a wrong one is', async () => {
    const sent = await aMailedOtp(server)
    const wrong = await verifyOtp(server, { ...sent, otp: otherThan(sent.otp) })
    server.change('update otp_codes set expires_at = ?', Date.now() - 1)
    expect(outlineOf(await verifyOtp(server, sent))).toEqual(outlineOf(wrong))
  })

  test('a user who was disabled while the code was on its way gets what a wrong code gets', async () => {
    const user = await anAccount(server, { email: aNewAddress() })
    const sent = await aMailedOtp(server, user)
    const wrong = await verifyOtp(server, { ...sent, otp: otherThan(sent.otp) })
    disable(server, user)
    expect(outlineOf(await verifyOtp(server, sent))).toEqual(outlineOf(wrong))
    const sql = "select code from audit_events where user_id = ? and action = 'authn_login_fail'"
    const codes = server.rows(sql, user.id).map(({ code }) => code)
    expect(codes.sort()).toEqual(['code_wrong', 'user_disabled'])
  })

  test('the five tries are shared by all codes of a request, and a further one gives none back', async () => {
    const first = await aMailedOtp(server)
    const { email, otpToken, otp } = first
    for (let at = 1; at <= 4; at++)
      expect(codeOf(await verifyOtp(server, { ...first, otp: otherThan(otp, at) }))).toEqual(
        REFUSED,
      )
    const second = await aMailedOtp(server, first)
    const fifth = { ...first, otp: otherThan(second.otp, second.otp === otherThan(otp) ? 2 : 1) }
    if (fifth.otp !== otp) expect(codeOf(await verifyOtp(server, fifth))).toEqual(REFUSED)
    expect((await send(email, otpToken)).body.otpToken).toBe(otpToken)
    for (const right of [first, second])
      expect(codeOf(await verifyOtp(server, right))).toEqual(REFUSED)
    expect(await otpMails(email)).toHaveLength(2)
  })

  test('a browser whose tries are spent begins anew with its next request', async () => {
    const browser = aBrowser(server)
    const email = aNewAddress()
    await browser.post('/api/auth/send-otp', { email })
    const first = codeIn((await server.inbox(email))[0]!)
    for (let at = 1; at <= 5; at++)
      await browser.post('/api/auth/verify-otp', { email, otp: otherThan(first, at) })
    expect(browser.jar.has('latchkey_otp')).toBe(false)
    await browser.post('/api/auth/send-otp', { email })
    const otp = codeIn((await server.inbox(email, 2))[0]!)
    expect((await browser.post('/api/auth/verify-otp', { email, otp })).status).toBe(200)
  })

  test('after twenty wrong codes an address has an hour’s rest, over all its requests', async () => {
    const email = aNewAddress()
    for (let request = 0; request < 4; request++) {
      const sent = await aMailedOtp(server, { email })
      for (let at = 1; at <= 5; at++)
        await verifyOtp(server, { ...sent, otp: otherThan(sent.otp, at) })
    }
    const limited = await verifyOtp(server, await aMailedOtp(server, { email }))
    expect(codeOf(limited)).toEqual([429, 'rate_limited'])
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(3000)
    expect(limited.headers['ratelimit-policy']).toMatch(/^"\w+";q=20;w=3600$/)
  })

  test('what is at rest names no code, and the request is gone once it was used', async () => {
    const sent = await aMailedOtp(server)
    const sql = 'select c.code_hash from otp_codes c join otp_requests r on r.id = c.request_id'
    const [row] = server.rows(`${sql} where r.email_canonical = ?`, sent.email)
    expect(String(row?.['code_hash'])).not.toContain(sent.otp)
    await verifyOtp(server, sent)
    expect(server.rows(`${sql} where r.email_canonical = ?`, sent.email)).toEqual([])
  })
})

describe('with sign-up by code closed', () => {
  test.each(['{"otp_signup_enabled":false}', '{"registration_enabled":false}'])(
    'under %s nobody’s address gets the same answers and no mail',
    async (SETTINGS) => {
      const env = {
        SETTINGS,
        BOOTSTRAP_ADMIN_EMAIL: 'root@example.org',
        BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
      }
      const closed = await startServer({ env })
      try {
        const known = await send('root@example.org', undefined, closed)
        const unknown = await send('nobody@example.org', undefined, closed)
        expect(outlineOf(unknown)).toEqual(outlineOf(known))
        const otp = codeIn((await closed.inbox('root@example.org'))[0]!)
        expect(await otpMails('nobody@example.org', closed)).toEqual([])
        const wrong = { otp: otherThan(otp), email: 'root@example.org' }
        const refusals = [
          await verifyOtp(closed, { ...wrong, otpToken: known.body.otpToken! }),
          await verifyOtp(closed, {
            ...wrong,
            email: 'nobody@example.org',
            otpToken: unknown.body.otpToken!,
          }),
        ]
        expect(outlineOf(refusals[1]!)).toEqual(outlineOf(refusals[0]!))
        const config = JSON.parse((await closed.get('/api/config')).text)
        expect(config).toMatchObject(
          SETTINGS.includes('otp') ? { otpSignupEnabled: false } : { registrationEnabled: false },
        )
        const right = { email: 'root@example.org', otp, otpToken: known.body.otpToken! }
        expect((await verifyOtp(closed, right)).status).toBe(200)
        expect(closed.faults()).toEqual([])
      } finally {
        await closed.stop()
      }
    },
  )
})

test('no request of these made the server fault', () => {
  expect(server.faults()).toEqual([])
})
