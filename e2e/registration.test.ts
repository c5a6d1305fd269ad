import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  aStagedSignUp,
  codeIn,
  disable,
  linkTokenIn,
  login,
  OTHER_PASSWORD,
  otherThan,
  outlineOf,
  PASSWORD,
  register,
  verify,
} from './account.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
let account: Account
beforeAll(async () => {
  server = await startServer()
  account = await anAccount(server)
})
afterAll(() => server.stop())

const REFUSED = [400, 'invalid_or_expired_token']
const codeOf = ({ status, body }: Awaited<ReturnType<typeof verify>>) => [status, body.code]

describe('signing up', () => {
  test.each(['body', 'cookie'])(
    'in %s delivery tells nobody who has an account',
    async (delivery) => {
      const headers = { 'x-token-delivery': delivery }
      const disabled = await anAccount(server, { email: aNewAddress() })
      disable(server, disabled)
      const staged = await aStagedSignUp(server)
      const addresses = [aNewAddress(), staged.email, account.email, disabled.email]
      const outlines = []
      for (const email of addresses)
        outlines.push(outlineOf(await register(server, { email, password: PASSWORD }, headers)))
      expect(outlines[0]?.status).toBe(202)
      for (const outline of outlines) expect(outline).toEqual(outlines[0])
    },
  )

  test('mails a link and a code, or word that there is an account already', async () => {
    const free = await aStagedSignUp(server)
    expect(free.link).toMatch(/^[\w-]{40,}$/)
    expect(free.code).toMatch(/^\d{6}$/)
    const [link] = /http\S+#token=/.exec((await server.inbox(free.email))[0]!.text) ?? []
    expect(link).toBe(`${server.url}/auth/verify-email#token=`)
    const before = (await server.inbox(account.email)).length
    await register(server, { email: account.email.toUpperCase(), password: PASSWORD })
    const [mail] = await server.inbox(account.email, before + 1)
    expect(mail!.text).toContain('already')
    expect(mail!.text).not.toMatch(/#token=|\b\d{6}\b/)
    expect(mail!.to).not.toBe('')
  })

  test('the mail goes out in the reader’s language, and its links ignore the Host', async () => {
    const email = aNewAddress()
    const headers = {
      'accept-language': 'de-CH,en;q=0.5',
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    }
    const { body } = await register(server, { email, password: PASSWORD }, headers)
    const [mail] = await server.inbox(email)
    expect(mail!.subject).toMatch(/Bestätige|bestätigen/i)
    expect(mail!.text + mail!.html).not.toContain('evil.example')
    const { registrationToken = '' } = body
    const verified = await verify(server, { registrationToken, code: codeIn(mail!) })
    expect(verified.body.user?.['locale']).toBe('de')
  })

  test('needs names or a username, and a username is no login name', async () => {
    const email = aNewAddress()
    for (const profile of [{}, { firstName: 'Ada' }, { lastName: 'Lovelace' }]) {
      const answer = await server.post('/api/auth/register', {
        email,
        password: PASSWORD,
        ...profile,
      })
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed'])
    }
    const username = 'countess'
    const named = await server.post('/api/auth/register', { email, password: PASSWORD, username })
    expect(named.status).toBe(202)
    const byName = await server.post('/api/auth/login', { email: username, password: PASSWORD })
    expect(byName.status).toBe(400)
  })

  test('somebody who has not proven their address cannot log in', async () => {
    const staged = await aStagedSignUp(server)
    expect(codeOf(await login(server, staged))).toEqual([401, 'invalid_credentials'])
  })
})

describe('a staged sign-up', () => {
  const resend = (body?: unknown) => server.post('/api/auth/resend-verification', body)

  test('resending repeats the same link and code, and says the same to any token', async () => {
    const staged = await aStagedSignUp(server)
    const { registrationToken } = staged
    const answers = [await resend({ registrationToken })]
    const mails = await server.inbox(staged.email, 2)
    expect(mails.map(linkTokenIn)).toEqual([staged.link, staged.link])
    expect(mails.map(codeIn)).toEqual([staged.code, staged.code])
    await verify(server, { registrationToken, code: staged.code })
    const before = (await server.inbox(staged.email, 3)).length
    const tokens = [registrationToken, 'junk', staged.link, account.refreshToken]
    for (const token of tokens) answers.push(await resend({ registrationToken: token }))
    for (const answer of answers) expect(outlineOf(answer)).toEqual(outlineOf(answers[0]!))
    expect(answers[0]?.status).toBe(202)
    expect(await server.inbox(staged.email)).toHaveLength(before)
  })

  test('a resend or a further step without any token is malformed', async () => {
    for (const body of [undefined, {}]) expect((await resend(body)).status).toBe(400)
    const amend = await server.request('/api/auth/register', { method: 'PATCH', body: {} })
    expect(amend.status).toBe(400)
  })

  test('a further step changes the profile, and says the same to any token', async () => {
    const { registrationToken, code } = await aStagedSignUp(server)
    const change = (body: unknown) =>
      server.request('/api/auth/register', { method: 'PATCH', body })
    const preferences = { theme: 'dark' }
    const step = { firstName: 'Augusta', phone: '+49 30 1234567', preferences }
    const changed = await change({ registrationToken, ...step })
    const junk = await change({ registrationToken: 'junk', ...step })
    expect(changed.status).toBe(200)
    expect(outlineOf(junk)).toEqual(outlineOf(changed))
    const { body } = await verify(server, { registrationToken, code })
    expect(body.user).toMatchObject({ ...step, lastName: 'Lovelace' })
    expect(outlineOf(await change({ registrationToken, firstName: 'X' }))).toEqual(
      outlineOf(changed),
    )
    const [user] = server.rows('select first_name from users where id = ?', body.user!.id)
    expect(user?.['first_name']).toBe('Augusta')
  })
})

describe('proving the address', () => {
  test('the link works in the browser that signed up, once', async () => {
    const { registrationToken, link: token, email } = await aStagedSignUp(server)
    const { status, body } = await verify(server, { registrationToken, token })
    expect(status).toBe(200)
    expect(body.user).toMatchObject({ email, emailVerified: true, roles: ['user'] })
    expect(codeOf(await verify(server, { registrationToken, token }))).toEqual(REFUSED)
    const [welcome] = await server.inbox(email, 2)
    expect(welcome?.subject).toMatch(/welcome/i)
    const audit = server.rows('select action from audit_events where user_id = ?', body.user!.id)
    const actions = audit.map(({ action }) => action).sort()
    expect(actions).toEqual(['authn_login_success', 'user_created'])
  })

  test('elsewhere the link needs the attempt’s password', async () => {
    const { link: token, password, email } = await aStagedSignUp(server)
    expect(codeOf(await verify(server, { token }))).toEqual([403, 'proof_required'])
    const wrong = await verify(server, { token, password: OTHER_PASSWORD })
    expect(codeOf(wrong)).toEqual([403, 'proof_required'])
    const right = await verify(server, { token, password })
    expect(right.status).toBe(200)
    expect(right.body.user?.email).toBe(email)
  })

  test('a missing proof consumes nothing, however often; five wrong ones end the attempt', async () => {
    const { link: token, registrationToken, password } = await aStagedSignUp(server)
    for (let at = 0; at < 8; at++)
      expect(codeOf(await verify(server, { token }))).toEqual([403, 'proof_required'])
    const stranger = account.signedUp.registrationToken
    for (let at = 0; at < 5; at++) {
      const wrong = await verify(server, { token, registrationToken: stranger })
      expect(codeOf(wrong)).toEqual([403, 'proof_required'])
    }
    expect(codeOf(await verify(server, { token, password }))).toEqual(REFUSED)
    expect(codeOf(await verify(server, { token, registrationToken }))).toEqual(REFUSED)
  })

  test('the code works with the token of its own attempt only', async () => {
    const own = await aStagedSignUp(server)
    const other = await aStagedSignUp(server, { email: own.email })
    const { registrationToken, code } = own
    expect(codeOf(await verify(server, { code }))).toEqual(REFUSED)
    const crossed = { registrationToken: other.registrationToken, code }
    if (own.code !== other.code) expect(codeOf(await verify(server, crossed))).toEqual(REFUSED)
    expect((await verify(server, { registrationToken, code })).status).toBe(200)
  })

  test('five wrong codes end the attempt, raced or not', async () => {
    const { registrationToken, code, link: token } = await aStagedSignUp(server)
    const guesses = Array.from({ length: 30 }, (_, at) =>
      verify(server, { registrationToken, code: otherThan(code, at + 1) }),
    )
    for (const answer of await Promise.all(guesses)) expect(answer.status).toBe(400)
    expect(codeOf(await verify(server, { registrationToken, code }))).toEqual(REFUSED)
    expect(codeOf(await verify(server, { registrationToken, token }))).toEqual(REFUSED)
  })

  test('after twenty wrong codes an address has an hour’s rest, over all its attempts', async () => {
    const email = aNewAddress()
    for (let attempt = 0; attempt < 4; attempt++) {
      const { registrationToken, code } = await aStagedSignUp(server, { email })
      for (let at = 1; at <= 5; at++) {
        const wrong = await verify(server, { registrationToken, code: otherThan(code, at) })
        expect(codeOf(wrong)).toEqual(REFUSED)
      }
    }
    const { registrationToken, code, link: token } = await aStagedSignUp(server, { email })
    const limited = await verify(server, { registrationToken, code })
    expect(codeOf(limited)).toEqual(REFUSED)
    expect((await verify(server, { registrationToken, token })).status).toBe(200)
  })

  test('GET, HEAD and scanners consume nothing', async () => {
    const { registrationToken, link: token } = await aStagedSignUp(server)
    const paths = ['/auth/verify-email', `/auth/verify-email?token=${token}`]
    for (const path of [...paths, `/api/auth/verify-email?token=${token}`])
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const { status } = await server.request(path, { method })
        expect(status).toBeLessThan(500)
      }
    expect((await verify(server, { registrationToken, token })).status).toBe(200)
  })

  test('whoever stages somebody’s address first gains nothing', async () => {
    const email = aNewAddress()
    const thief = await aStagedSignUp(server, { email, password: OTHER_PASSWORD })
    const owner = await aStagedSignUp(server, { email })
    const { registrationToken } = owner
    const clicked = await verify(server, { token: thief.link, registrationToken })
    expect(codeOf(clicked)).toEqual([403, 'proof_required'])
    expect((await verify(server, { registrationToken, code: owner.code })).status).toBe(200)
    const late = { registrationToken: thief.registrationToken, code: thief.code }
    expect(codeOf(await verify(server, late))).toEqual(REFUSED)
    expect((await login(server, { email, password: OTHER_PASSWORD })).status).toBe(401)
    expect((await login(server, owner)).status).toBe(200)
    expect(
      server.rows('select id from pre_registrations where email_canonical = ?', email),
    ).toEqual([])
  })
})

describe('with sign-up closed', () => {
  test('every address gets the same 403 and no mail, and the configuration says so', async () => {
    const closed = await startServer({ env: { SETTINGS: '{"registration_enabled":false}' } })
    try {
      const email = aNewAddress()
      const answer = await register(closed, { email, password: PASSWORD })
      expect(codeOf(answer)).toEqual([403, 'registration_disabled'])
      expect(closed.rows('select id from pre_registrations')).toEqual([])
      expect(closed.rows('select id from messages')).toEqual([])
      expect(JSON.parse((await closed.get('/api/config')).text)).toMatchObject({
        registrationEnabled: false,
      })
    } finally {
      await closed.stop()
    }
  })
})

test('no request of these made the server fault', () => {
  expect(server.faults()).toEqual([])
})
