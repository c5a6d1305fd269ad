import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aNewAddress,
  anAccount,
  aStagedSignUp,
  OTHER_PASSWORD,
  PASSWORD,
  register,
  verify,
} from '../account.ts'
import { startServer, type TestServer } from '../server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** Spends the address's wrong codes of this hour, with attempts made for that purpose. */
const spendCodesOf = async (email: string): Promise<void> => {
  for (let attempt = 0; attempt < 4; attempt++) {
    const { registrationToken = '' } = (await register(server, { email, password: PASSWORD })).body
    for (let guess = 0; guess < 5; guess++)
      await verify(server, { registrationToken, code: '000000' })
  }
}

test('who staged an address first does not learn from a spent budget that its owner has signed up', async () => {
  const [open, proven] = [await aStagedSignUp(server), await aStagedSignUp(server)]
  await anAccount(server, { email: proven.email, password: OTHER_PASSWORD })
  const answers = []
  for (const { email, registrationToken } of [open, proven]) {
    await spendCodesOf(email)
    const { status, body } = await verify(server, { registrationToken, code: '000000' })
    answers.push({ status, code: body.code })
  }
  expect(answers[1]).toEqual(answers[0])
})

test('word that an account exists goes to the stored address, not to the spelling a stranger typed', async () => {
  const { email } = await anAccount(server)
  await register(server, { email: email.toUpperCase(), password: OTHER_PASSWORD })
  const mails = await server.inbox(email, 3)
  expect(new Set(mails.map(({ to }) => to))).toEqual(new Set([email]))
})

test.each([
  ['U+3164 Hangul filler', '\u3164'],
  ['U+115F Hangul choseong filler', '\u115f'],
  ['U+034F combining grapheme joiner', '\u034f'],
  ['U+FE0F variation selector', '\ufe0f'],
  ['U+E0100 variation selector', '\u{e0100}'],
])('no invisible character makes a twin of an address: %s', async (_name, invisible) => {
  const email = `ad${invisible}${aNewAddress()}`
  expect((await server.post('/api/auth/forgot-password', { email })).status).toBe(400)
})

test.each([
  ['U+3164 Hangul filler', '\u3164'],
  ['U+00AD soft hyphen', '\u00ad'],
  ['U+200D joiner', '\u200d'],
  ['U+E0041 tag', '\u{e0041}'],
])('a name has something to see: not %s alone', async (_name, username) => {
  const { status } = await register(server, { email: aNewAddress(), password: PASSWORD, username })
  expect(status).toBe(400)
})

test('a set-up link that was refused for its address still makes the first administrator', async () => {
  const { email } = await anAccount(server)
  const token = /\/setup#token=([\w-]+)/.exec(server.logs())?.[1]
  const person = { token, firstName: 'Ada', lastName: 'Lovelace', password: OTHER_PASSWORD }
  expect((await server.post('/api/setup', { ...person, email })).status).toBe(409)
  const second = await server.post('/api/setup', { ...person, email: aNewAddress() })
  expect(second.status).toBe(201)
})
