import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext, test, vi } from 'vitest'
import { startServer } from '../server.ts'
import { aClient, aDiary, EMAIL } from './diary.ts'
import { doEverything, PASSWORDS } from './every-flow.ts'
import { mailSink } from './mail-sink.ts'
import { secretsIn } from './secrets-search.ts'

const ENVIRONMENT = {
  LATCHKEY_SECRET: randomBytes(32).toString('base64'),
  INTROSPECTION_SECRET: `Introspect-${randomBytes(16).toString('hex')}`,
  BOOTSTRAP_ADMIN_EMAIL: 'first.canary@example.org',
  BOOTSTRAP_ADMIN_PASSWORD: 'Harbor-63-Violin',
  LOG_LEVEL: 'trace',
  HASH_MAX_WAIT_MS: '60000',
  MAIL_FROM: 'Latchkey <no-reply@latchkey.test>',
} as const
const MODES = {
  development: {},
  production: {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'https://auth.latchkey.test',
    SETTINGS: '{"refresh_grace_seconds":0}',
  },
} as const

const SOON = { timeout: 15_000, interval: 25 }

const runAllFlows = async (
  mode: keyof typeof MODES,
  context: Pick<TestContext, 'onTestFinished'>,
) => {
  const sink = await mailSink('accept')
  const env = { ...ENVIRONMENT, ...MODES[mode], SMTP_URL: sink.url }
  const server = await startServer({ env })
  context.onTestFinished(async () => {
    await server.kill()
    await sink.become('closed')
  })
  const diary = aDiary()
  const client = aClient(server, sink, diary)
  await doEverything(client, diary)
  await sink.become('permanent')
  await client.post('/api/auth/forgot-password', { email: EMAIL })
  const dead = `select 1 from messages where state = 'dead'`
  await vi.waitFor(() => expect(server.rows(dead)).toHaveLength(1), SOON)
  return { server, diary }
}

test.for(['development', 'production'] as const)(
  'after every flow in %s no secret can be read in the database, its log, our log or a refusal',
  async (mode, context) => {
    const { server, diary } = await runAllFlows(mode, context)
    // The lines that wait to be written are flushed every 250 ms.
    await vi.waitFor(() => expect(server.logs()).toContain('a mail is given up'), SOON)
    const file = join(server.dataDir, 'latchkey.db')
    expect(existsSync(`${file}-wal`)).toBe(true)

    const log = Buffer.from(server.logs())
    const refusals = Buffer.from(diary.refusals.map(({ text }) => text).join('\n'))
    const database = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
    const secrets = [
      ...diary.secrets,
      ...Object.values(PASSWORDS).map((value) => ({ what: 'password', value })),
      ...(['LATCHKEY_SECRET', 'INTROSPECTION_SECRET', 'BOOTSTRAP_ADMIN_PASSWORD'] as const).map(
        (what) => ({ what, value: ENVIRONMENT[what] }),
      ),
    ]
    const addresses = [EMAIL, EMAIL.toLowerCase(), ENVIRONMENT.BOOTSTRAP_ADMIN_EMAIL].map(
      (value) => ({ what: 'address', value }),
    )
    expect(diary.refusals.length).toBeGreaterThan(15)
    expect(new Set(secrets.map(({ value }) => value)).size).toBeGreaterThan(20)
    expect(diary.refusals.filter(({ status }) => status >= 500)).toEqual([])
    expect(secretsIn({ database, log, refusals }, secrets)).toEqual([])
    expect(secretsIn({ log, refusals }, addresses)).toEqual([])
  },
)
