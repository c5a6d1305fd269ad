import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { keyring } from '../keys/keyring.ts'
import { mailKeyText } from '../keys/mail-key.ts'
import { loadConfig } from './load-config.ts'
import { loadMailerConfig } from './mailer-config.ts'

const SECRET = 'Jx0mC2p7zq3o1l8sUeVt5wYb9nRkHfDgAaQiLcZxMvE='
const KEYS = keyring([Buffer.from(SECRET, 'base64')]).keys('mail')
const AMQP_URL = 'amqp://latchkey:hunter2@broker:5672'
const PRODUCTION = {
  NODE_ENV: 'production',
  AMQP_URL,
  DATABASE_URL: 'postgres://mailer@db/latchkey',
  LATCHKEY_MAIL_KEY: mailKeyText(KEYS),
  RESEND_API_KEY: 're_123',
  MAIL_FROM: 'Example <no-reply@example.com>',
}

const folders: string[] = []
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

type Env = Readonly<Record<string, string>>
const configOf = (env: Env, cwd = aFolder()) => {
  const loaded = loadMailerConfig(env, { cwd })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.config
}
const problemsOf = (env: Env): string[] => {
  const loaded = loadMailerConfig(env, { cwd: aFolder() })
  return loaded.ok ? [] : loaded.problems.map(({ name, message }) => `${name} ${message}`)
}

test('a broker is all that a worker needs beside a development server in the same folder', () => {
  const cwd = aFolder()
  const server = loadConfig({}, { cwd })
  if (!server.ok) throw new Error('refused')
  const { secrets, database, dataDir, mailFrom } = server.config
  expect(configOf({ AMQP_URL }, cwd)).toEqual({
    ...{ production: false, logLevel: 'info', sqliteSynchronous: 'FULL', metrics: null },
    ...{ database, dataDir, mailFrom, amqpUrl: AMQP_URL, smtpUrl: null, resendApiKey: null },
    mailKeys: keyring(secrets).keys('mail'),
    warnings: [],
  })
})

test('without a broker there is no work, and it says so', () => {
  expect(problemsOf({})).toEqual([expect.stringMatching(/^AMQP_URL is required/)])
})

test('a misspelt name is told, also beside what is missing for it', () => {
  expect(problemsOf({ AMPQ_URL: AMQP_URL })).toEqual([
    expect.stringMatching(/^AMQP_URL is required/),
    'AMPQ_URL has no effect: is AMQP_URL meant?',
  ])
  expect(configOf({ AMQP_URL, SMPT_URL: 'smtp://localhost' }).warnings).toEqual([
    { name: 'SMPT_URL', message: 'has no effect: is SMTP_URL meant?' },
  ])
})

test('in production every thing that is missing is told at once, and nothing of the server', () => {
  expect(problemsOf({ NODE_ENV: 'production' }).map((text) => text.split(' ')[0])).toEqual([
    'AMQP_URL',
    'LATCHKEY_MAIL_KEY',
    'SMTP_URL',
    'MAIL_FROM',
  ])
  expect(problemsOf({ ...PRODUCTION, AMQP_URL: 'amqp://broker' })).toEqual([
    expect.stringContaining('guest'),
  ])
})

test('the mail key alone gives the keys that the secret gives, and needs no folder', () => {
  const cwd = aFolder()
  expect(configOf(PRODUCTION, cwd).mailKeys).toEqual(KEYS)
  expect(readdirSync(cwd)).toEqual([])
  const { LATCHKEY_MAIL_KEY: _, ...rest } = PRODUCTION
  expect(configOf({ ...rest, LATCHKEY_SECRET: SECRET }).mailKeys).toEqual(KEYS)
})

test('a worker that is given the secret beside its key is told that it should not be', () => {
  const other = Buffer.alloc(32, 'other').toString('base64')
  const config = configOf({ ...PRODUCTION, LATCHKEY_SECRET: other })
  expect(config.mailKeys).toEqual(KEYS)
  expect(config.warnings).toEqual([
    { name: 'LATCHKEY_SECRET', message: expect.stringContaining('LATCHKEY_MAIL_KEY') },
  ])
})

test('health and metrics are off without a port, and on this machine only', () => {
  const metrics = (env: Env) => configOf({ ...PRODUCTION, ...env }).metrics
  expect(metrics({ METRICS_HOST: '0.0.0.0' })).toBeNull()
  expect(metrics({ METRICS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464 })
  const open = { METRICS_PORT: '9464', METRICS_HOST: '::' }
  expect(metrics(open)).toEqual({ host: '::', port: 9464 })
})

test('no problem repeats a value, and nothing is written while there is one', () => {
  const cwd = aFolder()
  const env = { LATCHKEY_MAIL_KEY: 'hunter2', AMQP_URL: 'hunter2', SMTP_URL: 'hunter2' }
  const loaded = loadMailerConfig(env, { cwd })
  expect(loaded.ok).toBe(false)
  expect(JSON.stringify(loaded)).not.toContain('hunter2')
  expect(existsSync(join(cwd, 'data'))).toBe(false)
})
