import { expect, test, vi } from 'vitest'
import { aNewAddress, PASSWORD, register } from './account.ts'
import { latchkey } from './process.ts'
import { freePort, startServer, type TestServer } from './server.ts'

const healthOf = async (server: TestServer) => {
  const { text } = await server.get('/api/health')
  return JSON.parse(text) as { status: string; dependencies: Record<string, string> }
}

test('while the broker is away every request is answered, mails wait, and health says so', async ({
  onTestFinished,
}) => {
  const AMQP_URL = `amqp://latchkey:hunter2@127.0.0.1:${await freePort()}`
  const server = await startServer({ env: { AMQP_URL } })
  onTestFinished(async () => {
    await server.kill()
  })
  const email = aNewAddress()
  expect((await register(server, { email, password: PASSWORD })).status).toBe(202)
  expect((await server.post('/api/auth/send-otp', { email })).status).toBe(202)
  await vi.waitFor(() => expect(server.logs()).toContain('the broker cannot be used; mails wait'))

  const { status, dependencies } = await healthOf(server)
  expect([status, dependencies['broker'], dependencies['mail']]).toEqual([
    ...['degraded', 'unhealthy', 'healthy'],
  ])
  expect((await server.get('/api/health/ready')).status).toBe(200)
  const rows = server.rows('select state, tries, lease_owner from messages')
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row).toEqual({ state: 'queued', tries: 0, lease_owner: null })

  server.change('update messages set next_try_at = next_try_at - 61000')
  expect((await healthOf(server)).dependencies['mail']).toBe('unhealthy')
  const doctor = await latchkey(['doctor'], { env: server.env, cwd: server.dataDir })
  expect(doctor.output).toMatch(/✗ broker: amqp:\/\/latchkey@127\.0\.0\.1:\d+: nothing answers/)
  expect(doctor.output + server.logs()).not.toContain('hunter2')
  expect(server.faults()).toEqual([])
  expect((await server.stop()).code).toBe(0)
})
