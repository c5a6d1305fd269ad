import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FOREIGN_NAMES } from './foreign-names.ts'
import { loadConfig } from './load-config.ts'
import { VARIABLE_NAMES } from './schema.ts'

/** Section 7 of the HTTP contract, in its order. */
const CONTRACT = [
  ...['NODE_ENV', 'HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT', 'LOG_LEVEL', 'WORKERS'],
  ...['API_DOCS', 'HASH_MAX_WAIT_MS', 'SQLITE_SYNCHRONOUS', 'JWT_AUDIENCE'],
  ...['INTROSPECTION_SECRET', 'PUBLIC_URL', 'WEB_URL', 'WEB_ORIGINS', 'TRUST_PROXY', 'DATA_DIR'],
  ...['DATABASE_URL', 'REDIS_URL', 'AMQP_URL', 'SMTP_URL', 'RESEND_API_KEY', 'MAIL_FROM'],
  ...['LATCHKEY_SECRET', 'LATCHKEY_MAIL_KEY'],
  ...['BOOTSTRAP_ADMIN_EMAIL', 'BOOTSTRAP_ADMIN_PASSWORD'],
  ...['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_CALLBACK_URL', 'SETTINGS'],
]

const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')
const shown = [...example.matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map(
  ([, name = '', value = '']) => [name, value] as const,
)

const load = (env: Readonly<Record<string, string>>, cwd: string) => loadConfig(env, { cwd })
const inFolder = <T>(work: (cwd: string) => T): T => {
  const cwd = mkdtempSync(join(tmpdir(), 'latchkey-'))
  try {
    return work(cwd)
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

test('the schema has exactly the variables of the contract', () => {
  expect([...VARIABLE_NAMES].sort()).toEqual([...CONTRACT].sort())
})

test('.env.example shows every variable once, and no other', () => {
  expect(shown.map(([name]) => name).sort()).toEqual([...VARIABLE_NAMES].sort())
})

test('what .env.example shows are the defaults', () => {
  inFolder((cwd) => {
    expect(load(Object.fromEntries(shown), cwd)).toEqual(load({}, cwd))
  })
})

test('every variable that has no effect yet is reported', () => {
  inFolder((cwd) => {
    const loaded = load(
      {
        LATCHKEY_MAIL_KEY: `76b810d2:${'A'.repeat(43)}`,
        GOOGLE_CLIENT_ID: 'id',
        GITHUB_CLIENT_SECRET: 'secret',
      },
      cwd,
    )
    if (!loaded.ok) throw new Error('refused')
    expect(loaded.config.warnings.map(({ name }) => name).sort()).toEqual([
      ...['GITHUB_CLIENT_SECRET', 'GOOGLE_CLIENT_ID', 'LATCHKEY_MAIL_KEY'],
    ])
  })
})

test('a name that other systems use is reported with ours or with the reason why there is none', () => {
  inFolder((cwd) => {
    const loaded = load(Object.fromEntries(FOREIGN_NAMES.map((name) => [name, 'hunter2'])), cwd)
    if (!loaded.ok) throw new Error('refused')
    expect(loaded.config.warnings.map(({ name }) => name)).toEqual(FOREIGN_NAMES)
    const words = Object.fromEntries(loaded.config.warnings.map((w) => [w.name, w.message]))
    expect(words).toMatchObject({
      MONGODB_URI: expect.stringContaining('MongoDB'),
      JWT_SECRET: expect.stringContaining('ES256'),
      CLIENT_URL: 'has no effect: here it is WEB_URL',
      EMAIL_USER: 'has no effect: here it is SMTP_URL',
      JWT_EXPIRES_IN: expect.stringContaining('jwt_access_token_expiry'),
    })
    expect(JSON.stringify(words)).not.toContain('hunter2')
  })
})

test('none of our own names is taken for a foreign one', () => {
  expect(FOREIGN_NAMES.filter((name) => CONTRACT.includes(name))).toEqual([])
  expect(new Set(FOREIGN_NAMES).size).toBe(FOREIGN_NAMES.length)
})
