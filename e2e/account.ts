import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import type { Answer, Request } from './request.ts'
import type { Mail, TestServer } from './server.ts'

export const PASSWORD = 'Tuba-91-Quartz'
export const OTHER_PASSWORD = 'Velvet_47_Comet'

export const aNewAddress = (): string => `ada.${randomBytes(6).toString('hex')}@example.org`

/** What somebody types to sign up. */
export interface SignUp {
  readonly email: string
  readonly password: string
}

export const register = (
  server: TestServer,
  { email, password, ...more }: SignUp & Readonly<Record<string, unknown>>,
  headers: Request['headers'] = {},
): Promise<Answer> =>
  server.post(
    '/api/auth/register',
    { email, password, firstName: 'Ada', lastName: 'Lovelace', ...more },
    headers,
  )

export const linkTokenIn = ({ text }: Mail): string => /#token=([\w-]+)/.exec(text)?.[1] ?? ''
export const codeIn = ({ text }: Mail): string => /\b\d{6}\b/.exec(text)?.[0] ?? ''

/** A code that is not the right one. */
export const otherThan = (code: string, step = 1): string =>
  String((Number(code) + step) % 1_000_000).padStart(6, '0')

export const verify = (
  server: TestServer,
  claim: Readonly<Record<string, string>>,
  headers: Request['headers'] = {},
): Promise<Answer> => server.post('/api/auth/verify-email', claim, headers)

export const login = (
  server: TestServer,
  { email, password }: SignUp,
  headers: Request['headers'] = {},
): Promise<Answer> => server.post('/api/auth/login', { email, password }, headers)

export const bearer = (token: string | undefined): { authorization: string } => ({
  authorization: `Bearer ${token}`,
})

/** A staged sign-up and what its maker and its mailbox know. */
export interface StagedSignUp extends SignUp {
  readonly registrationToken: string
  readonly link: string
  readonly code: string
}

export const aStagedSignUp = async (
  server: TestServer,
  { email = aNewAddress(), password = PASSWORD }: Partial<SignUp> = {},
): Promise<StagedSignUp> => {
  const before = await mailsTo(server, email)
  const { body } = await register(server, { email, password })
  const [mail] = await server.inbox(email, before + 1)
  const registrationToken = body.registrationToken ?? ''
  return { email, password, registrationToken, link: linkTokenIn(mail!), code: codeIn(mail!) }
}

const mailsTo = async (server: TestServer, email: string): Promise<number> =>
  (await server.inbox(email, 0)).length

/** A user with one session, signed up through the front door; costs one hash. */
export interface Account extends SignUp {
  readonly id: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly deviceToken: string
  readonly signedUp: StagedSignUp
}

export const anAccount = async (
  server: TestServer,
  signUp: Partial<SignUp> = {},
): Promise<Account> => {
  const staged = await aStagedSignUp(server, signUp)
  const { registrationToken, link: token } = staged
  const { body } = await verify(server, { registrationToken, token })
  return {
    email: staged.email,
    password: staged.password,
    id: body.user!.id,
    accessToken: body.accessToken!,
    refreshToken: body.refreshToken!,
    deviceToken: body.deviceToken!,
    signedUp: staged,
  }
}

/** A code that was asked for and came by mail. */
export interface MailedOtp {
  readonly email: string
  readonly otpToken: string
  readonly otp: string
}

/** The newest mail, once there are more than before. Other ones to the same address may come meanwhile. */
const newestOf = async (mails: () => Promise<readonly Mail[]>, before: number): Promise<Mail> => {
  const more = async () => {
    const found = await mails()
    return found.length > before && found
  }
  const [newest] = await vi.waitUntil(more, { timeout: 10_000, interval: 25 })
  return newest!
}

/** Asks for a code and reads it; with an `otpToken` a further one of the same request. */
export const aMailedOtp = async (
  server: TestServer,
  wish: { email?: string; otpToken?: string } = {},
): Promise<MailedOtp> => {
  const email = wish.email ?? aNewAddress()
  const codes = async () =>
    (await server.inbox(email, 0)).filter(({ subject }) => subject.includes('sign-in code'))
  const before = (await codes()).length
  const { body } = await server.post('/api/auth/send-otp', { ...wish, email })
  const mail = await newestOf(codes, before)
  return { email, otpToken: body.otpToken!, otp: codeIn(mail) }
}

export const verifyOtp = (
  server: TestServer,
  claim: Readonly<Record<string, string>> | MailedOtp,
  headers: Request['headers'] = {},
): Promise<Answer> => server.post('/api/auth/verify-otp', claim, headers)

/** The token of a fresh reset link. */
export const aResetToken = async (server: TestServer, email: string): Promise<string> => {
  const links = async () =>
    (await server.inbox(email, 0)).filter(({ text }) => text.includes('/auth/reset-password'))
  const before = (await links()).length
  await server.post('/api/auth/forgot-password', { email })
  const mail = await newestOf(links, before)
  return linkTokenIn(mail)
}

/** Disables a user, as an administrator would. */
export const disable = (server: TestServer, { id }: Pick<Account, 'id'>): void =>
  server.change('update users set disabled_at = ? where id = ?', Date.now(), id)

/** What an answer shows before anybody reads its values: what must not tell accounts apart. */
export const outlineOf = ({ status, headers, cookies, text, body }: Answer) => ({
  status,
  headers: Object.keys(headers).sort(),
  keys: Object.keys(body),
  length: text.length,
  message: body.message,
  cookies: cookies.map((line) => [line.length, line.replace(/=[^;]*/, '')]),
})
