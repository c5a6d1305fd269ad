import { type Client, type Diary, EMAIL } from './diary.ts'

const COOKIES = { 'x-token-delivery': 'cookie' }
export const PASSWORDS = {
  first: 'Tuba-91-Quartz',
  second: 'Velvet_47_Comet',
  wrong: 'Wrong+38+Saffron',
  long: `Ärmel-5-${'lighthouse '.repeat(8)}`,
}

const person = { email: EMAIL, firstName: 'Ada', lastName: 'Lovelace' }

const signUpAndIn = async ({ post, get, mailed }: Client): Promise<void> => {
  const signUp = { ...person, password: PASSWORDS.first }
  const staged = await post('/api/auth/register', signUp)
  const { registrationToken } = staged.body
  const { code } = await mailed('verify-email', 1)
  await post('/api/auth/resend-verification', { registrationToken })
  const { token } = await mailed('verify-email', 2)
  await post('/api/auth/verify-email', { token })
  await post('/api/auth/verify-email', { token, password: PASSWORDS.wrong })
  await post('/api/auth/verify-email', { code, registrationToken })
  await post('/api/auth/verify-email', { code, registrationToken })
  await post('/api/auth/register', { ...signUp, password: PASSWORDS.long }, COOKIES)

  const signIn = { email: EMAIL, password: PASSWORDS.first }
  const { accessToken, refreshToken } = (await post('/api/auth/login', signIn)).body
  await post('/api/auth/login', { ...signIn, password: PASSWORDS.wrong })
  await post('/api/auth/refresh-token', { refreshToken })
  await get('/api/auth/me', { authorization: `Bearer ${accessToken}` })
  await get(`/api/auth/me?access_token=${accessToken}`)
  await post('/api/auth/logout', { refreshToken })
  await post('/api/auth/refresh-token', { refreshToken })
  const { cookies } = await post('/api/auth/login', signIn, COOKIES)
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
  await post('/api/auth/refresh-token', undefined, { cookie })
  await post('/api/auth/refresh-token', undefined, { cookie })
}

const resetPassword = async ({ post, mailed }: Client): Promise<void> => {
  await post('/api/auth/forgot-password', { email: EMAIL })
  const { token } = await mailed('reset-password', 1)
  await post('/api/auth/reset-password', { token, password: 'Short1!' })
  await post('/api/auth/reset-password', { token, password: `${EMAIL}A1` })
  const { body } = await post('/api/auth/reset-password', { token, password: PASSWORDS.long })
  await post('/api/auth/reset-password', { token, password: PASSWORDS.second })
  const headers = { authorization: `Bearer ${body.accessToken}` }
  await post('/api/auth/logout-all', undefined, headers)
  await post('/api/auth/logout-all', undefined, headers)
}

const signInByCode = async ({ post, mailedOtp }: Client): Promise<void> => {
  const { otpToken } = (await post('/api/auth/send-otp', { email: EMAIL })).body
  const first = await mailedOtp(1)
  await post('/api/auth/send-otp', { email: EMAIL, otpToken })
  const second = await mailedOtp(2)
  const claim = { email: EMAIL, otp: first, otpToken }
  await post('/api/auth/verify-otp', { email: EMAIL, otp: first })
  await post('/api/auth/verify-otp', { ...claim, otp: `${second}0` })
  await post('/api/auth/verify-otp', { ...claim, email: `${second}@example.org` })
  await post('/api/auth/verify-otp', claim)
  await post('/api/auth/verify-otp', { ...claim, otp: second })
  await post('/api/auth/send-otp', { email: EMAIL }, COOKIES)
  await mailedOtp(3)
}

/** Requests that are wrong in a way that tempts a server to quote them. */
const tempt = async ({ post, get }: Client, diary: Diary): Promise<void> => {
  const token = diary.secrets.find(({ what }) => what === 'refreshToken')?.value ?? ''
  const json = JSON.stringify({ email: EMAIL, password: PASSWORDS.first })
  await post('/api/auth/login', `${json.slice(0, -2)}`)
  await post('/api/auth/login', json, { 'content-type': 'text/plain' })
  await post('/api/auth/login', { email: [EMAIL], password: { value: PASSWORDS.first } })
  await post('/api/auth/login', { email: `${EMAIL},${EMAIL}`, password: PASSWORDS.first })
  await post('/api/auth/register', { ...person, password: PASSWORDS.first, phone: EMAIL })
  await post('/api/auth/refresh-token', { refreshToken: [token] })
  await post('/api/auth/introspect', { token }, { authorization: `Bearer ${PASSWORDS.wrong}` })
  await post('/api/setup', { ...person, token, password: PASSWORDS.first })
  await get(`/api/auth/verify-email?token=${token}&email=${EMAIL}`)
  await get(`/nowhere?password=${PASSWORDS.first}`, { authorization: `Bearer ${token}` })
  await get('/api/auth/me', { authorization: `Basic ${btoa(`${EMAIL}:${PASSWORDS.first}`)}` })
  await get('/api/auth/me', { 'user-agent': `Mailer of ${EMAIL}` })
}

/** Whatever a client can do, right and wrong, with the user of `EMAIL`. */
export const doEverything = async (client: Client, diary: Diary): Promise<void> => {
  await signUpAndIn(client)
  await resetPassword(client)
  await signInByCode(client)
  await tempt(client, diary)
}
