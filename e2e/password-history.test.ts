import { expect, onTestFinished, test } from 'vitest'
import { anAccount, aResetToken, login, OTHER_PASSWORD, PASSWORD } from './account.ts'
import { startServer } from './server.ts'

test('nobody takes one of their last passwords again, and no former one outlives its user', async () => {
  const server = await startServer({ env: { SETTINGS: '{"password_history_count":2}' } })
  onTestFinished(async () => void (await server.stop()))
  const { email } = await anAccount(server)
  const token = await aResetToken(server, email)
  const reset = async (password: string, link = token) => {
    const { status, body } = await server.post('/api/auth/reset-password', {
      token: link,
      password,
    })
    return [status, (body.errors ?? []).map(({ path, code }) => `${path} ${code}`).join()]
  }
  expect(await reset(PASSWORD)).toEqual([400, 'password reused'])
  expect(await reset(OTHER_PASSWORD)).toEqual([200, ''])
  const next = await aResetToken(server, email)
  for (const password of [PASSWORD, OTHER_PASSWORD])
    expect(await reset(password, next)).toEqual([400, 'password reused'])
  expect(await reset('Marble.Otter.52', next)).toEqual([200, ''])
  expect((await login(server, { email, password: 'Marble.Otter.52' })).status).toBe(200)

  expect(server.rows('select * from password_history')).toHaveLength(1)
  server.change('delete from users where email_canonical = ?', email)
  expect(server.rows('select * from password_history')).toEqual([])
  expect(server.faults()).toEqual([])
})
