import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  aResetToken,
  aStagedSignUp,
  bearer,
  disable,
  login,
  OTHER_PASSWORD,
  outlineOf,
  PASSWORD,
  register,
  verify,
} from './account.ts'
import { aBrowser } from './browser.ts'
import type { Answer } from './request.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const BREACHED = 'Zebra-Kettle-19'

const dataDir = aFolder()
let server: TestServer
let account: Account
beforeAll(async () => {
  const sha1 = createHash('sha1').update(BREACHED).digest('hex').toUpperCase()
  writeFileSync(join(dataDir, 'breached-passwords.txt'), `${sha1}:3\n`)
  server = await startServer({ dataDir })
  account = await anAccount(server)
})
afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const forgot = (email: string) => server.post('/api/auth/forgot-password', { email })
const reset = (token: string, password: string, headers = {}) =>
  server.post('/api/auth/reset-password', { token, password }, headers)
const codesOf = ({ status, body }: Answer) => {
  expect([status, body.code]).toEqual([400, 'validation_failed'])
  return (body.errors ?? []).map(({ path, code }) => `${path} ${code}`).sort()
}
const REFUSED = [400, 'invalid_or_expired_token']

describe('forgetting a password', () => {
  test('is answered alike for every address; only a user gets a mail', async () => {
    const disabled = await anAccount(server)
    disable(server, disabled)
    const staged = await aStagedSignUp(server)
    const stranger = aNewAddress()
    const count = server.rows(`select id from messages where recipient <> ''`).length
    const addresses = [account.email, stranger, staged.email, disabled.email]
    const outlines = []
    for (const email of addresses) outlines.push(outlineOf(await forgot(email)))
    expect(outlines[0]).toMatchObject({ status: 202, cookies: [], keys: ['success', 'message'] })
    for (const outline of outlines) expect(outline).toEqual(outlines[0])
    expect(server.rows(`select id from messages where recipient <> ''`)).toHaveLength(count + 1)
  })

  test('mails a link of the web app that reaches no server log', async () => {
    const token = await aResetToken(server, account.email)
    const [mail] = await server.inbox(account.email)
    expect(mail!.text).toContain(`${server.url}/auth/reset-password#token=${token}`)
    expect(server.logs().includes(token)).toBe(false)
    const [row] = server.rows("select payload from messages where template = 'reset_password'")
    expect(String(row?.['payload']).includes(token)).toBe(false)
  })
})

describe('resetting', () => {
  test('a refused password spends nothing; the accepted one ends every other session', async () => {
    const owner = await anAccount(server)
    const other = (await login(server, owner)).body
    const older = await aResetToken(server, owner.email)
    const token = await aResetToken(server, owner.email)
    for (const password of ['short', 'Password1!', OTHER_PASSWORD.toLowerCase()])
      expect((await reset(token, password)).body.code).toBe('validation_failed')
    for (const method of ['GET', 'HEAD'])
      await server.request(`/auth/reset-password?token=${token}`, { method })
    const done = await reset(token, OTHER_PASSWORD)
    expect(done.status).toBe(200)
    expect(done.body.user?.id).toBe(owner.id)
    for (const accessToken of [owner.accessToken, other.accessToken])
      expect((await server.get('/api/auth/me', bearer(accessToken))).status).toBe(401)
    for (const refreshToken of [owner.refreshToken, other.refreshToken])
      expect((await server.post('/api/auth/refresh-token', { refreshToken })).status).toBe(401)
    const here = await server.get('/api/auth/session', bearer(done.body.accessToken))
    expect(here.body).toMatchObject({ sub: owner.id, amr: ['email'] })
    expect((await login(server, owner)).status).toBe(401)
    const { email } = owner
    expect((await login(server, { email, password: OTHER_PASSWORD })).status).toBe(200)
    for (const spent of [token, older, 'junk', owner.refreshToken]) {
      const { status, body } = await reset(spent, `${OTHER_PASSWORD}-2`)
      expect([status, body.code]).toEqual(REFUSED)
    }
    const mails = await server.inbox(email, 5)
    expect(mails.filter(({ subject }) => /was changed/.test(subject))).toHaveLength(1)
    const events = server.rows(
      "select id from audit_events where action = 'authn_password_change' and user_id = ?",
      owner.id,
    )
    expect(events).toHaveLength(1)
  })

  test('fifty at once set one password', async () => {
    const token = await aResetToken(server, account.email)
    const racing = Array.from({ length: 50 }, () => reset(token, OTHER_PASSWORD))
    const answers = await Promise.all(racing)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, headers } of answers) {
      expect([200, 400, 503]).toContain(status)
      if (status === 503) expect(headers['retry-after']).toMatch(/^[1-9]\d*$/)
    }
  })

  test('in cookie delivery the new session is in cookies alone', async () => {
    const browser = aBrowser(server)
    const token = await aResetToken(server, account.email)
    const done = await browser.post('/api/auth/reset-password', { token, password: PASSWORD })
    expect(done.status).toBe(200)
    expect(done.body).not.toHaveProperty('accessToken')
    expect(done.body).not.toHaveProperty('refreshToken')
    expect((await browser.get('/api/auth/me')).body.user?.id).toBe(account.id)
  })

  test('a disabled user’s link is worth nothing', async () => {
    const owner = await anAccount(server)
    const token = await aResetToken(server, owner.email)
    disable(server, owner)
    const { status, body } = await reset(token, OTHER_PASSWORD)
    expect([status, body.code]).toEqual(REFUSED)
  })

  test('an expired link is worth nothing', async () => {
    const token = await aResetToken(server, account.email)
    server.change('update password_resets set expires_at = ?', Date.now() - 1)
    expect((await reset(token, OTHER_PASSWORD)).body.code).toBe('invalid_or_expired_token')
  })
})

/** Passwords and every reason why `composition` refuses them. */
const VERDICTS: readonly (readonly [string, readonly string[]])[] = [
  ['Xk7-q', ['too_short']],
  ['Xk7-qqqqqq'.padEnd(129, 'wj-4R'), ['too_long']],
  ['tuba-91-quartz', ['no_upper']],
  ['TUBA-91-QUARTZ', ['no_lower']],
  ['Tuba-Xi-Quartz', ['no_digit']],
  ['Tuba91Quartz', ['no_special']],
  ['xkqv', ['no_digit', 'no_special', 'no_upper', 'too_short']],
  ['Password1!', ['common']],
  ['Passw0rd!', ['common']],
  ['Latchkey-1', ['context']],
  ['Lovelace!1', ['common', 'context']],
  [BREACHED, ['breached']],
]

describe('what a password must be', () => {
  test.each(VERDICTS)(
    '%s is refused at sign-up and at reset, each reason told',
    async (password, reasons) => {
      const expected = reasons.map((reason) => `password ${reason}`)
      const email = aNewAddress()
      expect(codesOf(await register(server, { email, password }))).toEqual(expected)
      const token = await aResetToken(server, account.email)
      expect(codesOf(await reset(token, password))).toEqual(expected)
      expect(
        server.rows('select id from pre_registrations where email_canonical = ?', email),
      ).toEqual([])
    },
  )

  test.each([
    'Tuba 91 Quartz',
    'Ünsägl1ch schön',
    'Tuba91Quartz✓',
    'Xk7-qqqqqq'.padEnd(128, 'wj-4R'),
  ])('%s is accepted and opens the account', async (password) => {
    const { email } = await anAccount(server, { password })
    expect((await login(server, { email, password })).status).toBe(200)
    const decomposed = password.normalize('NFD')
    expect((await login(server, { email, password: decomposed })).status).toBe(200)
  })

  test('every character of a long password counts, also behind the 72 bytes of bcrypt', async () => {
    const password = `${'Xk7-qqwj'.repeat(12)}-end`
    const { email } = await anAccount(server, { password })
    const cut = [password.slice(0, 72), password.slice(0, -1), `${password.slice(0, -1)}x`]
    for (const wrong of cut)
      expect((await login(server, { email, password: wrong })).status).toBe(401)
    expect((await login(server, { email, password })).status).toBe(200)
  })

  test('the hash at rest is bcrypt of cost 12', () => {
    const rows = server.rows('select password_hash from credentials')
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) expect(row['password_hash']).toMatch(/\$12\$[./\w]{53}$/)
  })

  test('profile modern wants length alone, and the larger minimum counts', async () => {
    const settings = { password_profile: 'modern', password_min_length: 18 }
    const modern = await startServer({ env: { SETTINGS: JSON.stringify(settings) } })
    try {
      const config = JSON.parse((await modern.get('/api/config')).text)
      expect(config.password).toEqual({ profile: 'modern', minLength: 18, rules: [] })
      const email = aNewAddress()
      const short = await register(modern, { email, password: 'tuba quartz walru' })
      expect(codesOf(short)).toEqual(['password too_short'])
      const { registrationToken, code } = await aStagedSignUp(modern, {
        email,
        password: 'tuba quartz walrus',
      })
      expect((await verify(modern, { registrationToken, code })).status).toBe(200)
    } finally {
      await modern.stop()
    }
  })
})

test('no request of these made the server fault', () => {
  expect(server.faults().filter((line) => !line.includes('"status":503'))).toEqual([])
})
