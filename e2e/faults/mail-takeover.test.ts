import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { aNewAddress, PASSWORD } from '../account.ts'
import { aFolder } from '../server.ts'
import { readRows } from './database-file.ts'
import { mailSink } from './mail-sink.ts'
import { restartableServer } from './restartable-server.ts'

test('a restarted server sends at once what its predecessor had in the air when it was killed', async ({
  onTestFinished,
}) => {
  const dataDir = aFolder()
  const sink = await mailSink('hang')
  const server = await restartableServer(dataDir, { SMTP_URL: sink.url })
  onTestFinished(async () => {
    await server.kill()
    await sink.become('closed')
    rmSync(dataDir, { recursive: true, force: true })
  })
  server.launch()
  await server.untilReady()
  const email = aNewAddress()
  const person = { firstName: 'Ada', lastName: 'Lovelace' }
  await server.post('/api/auth/register', { email, password: PASSWORD, ...person })
  await vi.waitFor(() => expect(sink.heard()).toBe(1), { timeout: 10_000 })
  await server.kill()

  const [leased] = readRows(join(dataDir, 'latchkey.db'), 'select * from messages')
  expect(leased?.['lease_owner']).not.toBeNull()
  await sink.become('accept')
  server.launch()
  await server.untilReady()
  await vi.waitFor(() => expect(sink.mailsTo(email)).toHaveLength(1), { timeout: 10_000 })
  expect(Date.now()).toBeLessThan(Number(leased?.['leased_until']))
  expect(sink.mailsTo(email)[0]?.messageId).toContain(String(leased?.['id']))
})
