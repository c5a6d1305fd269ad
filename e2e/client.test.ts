import { expect, test } from 'vitest'
import { createLatchkey } from '../packages/client/src/create-latchkey.ts'
import { memoryTokens } from '../packages/client/src/tokens.ts'
import { aNewAddress, codeIn, PASSWORD } from './account.ts'
import { startServer } from './server.ts'

test('a program signs up, goes on when its access token is over, and signs out', async () => {
  const server = await startServer()
  const tokens = memoryTokens()
  const latchkey = createLatchkey({ baseUrl: `http://127.0.0.1:${server.port}`, tokens })
  const email = aNewAddress()

  const staged = await latchkey.register({ email, password: PASSWORD, username: 'ada' })
  const [mail] = await server.inbox(email)
  const code = mail ? codeIn(mail) : ''
  const registrationToken = staged.data?.registrationToken ?? ''
  const verified = await latchkey.verifyEmail({ code, registrationToken })
  expect(verified.data?.user.email).toBe(email)

  const kept = tokens.read()
  tokens.write(kept && { ...kept, accessToken: 'over' })
  const me = await Promise.all([1, 2, 3].map(() => latchkey.api.GET('/api/auth/me')))
  expect(me.map(({ data }) => data?.user.email)).toEqual([email, email, email])
  expect(tokens.read()?.refreshToken).not.toBe(kept?.refreshToken)

  await latchkey.logout()
  expect(latchkey.session.read()).toEqual({ status: 'signed_out' })
  const { error } = await latchkey.login({ email, password: 'wrong' })
  expect(error?.code).toBe('invalid_credentials')
  await server.stop()
  expect((await latchkey.login({ email, password: PASSWORD })).error?.code).toBe('unavailable')
})
