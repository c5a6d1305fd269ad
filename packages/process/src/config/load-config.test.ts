import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadConfig, loadPlaces } from './load-config.ts'

const SECRET = 'Jx0mC2p7zq3o1l8sUeVt5wYb9nRkHfDgAaQiLcZxMvE='
const OLDER_SECRET = 'mF1YkqS8d2vT6xWc0nPj4eHa7rUoLbZg3iQtXyKsB5w='
const PRODUCTION = {
  NODE_ENV: 'production',
  LATCHKEY_SECRET: SECRET,
  PUBLIC_URL: 'https://auth.example.com',
  SMTP_URL: 'smtp://user:password@mail.example.com:587',
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
  const loaded = loadConfig(env, { cwd })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.config
}
const problemsOf = (env: Env, cwd = aFolder()): string[] => {
  const loaded = loadConfig(env, { cwd })
  return loaded.ok ? [] : loaded.problems.map(({ name, message }) => `${name} ${message}`)
}

test('an empty environment is a working development server on this machine only', () => {
  const cwd = aFolder()
  expect(configOf({}, cwd)).toMatchObject({
    production: false,
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    webUrl: 'http://localhost:3000',
    webOrigins: ['http://localhost:3000'],
    jwtAudience: 'http://localhost:3000',
    dataDir: join(cwd, 'data'),
    database: join(cwd, 'data', 'latchkey.db'),
    smtpUrl: null,
    resendApiKey: null,
    mailFrom: 'Latchkey <no-reply@localhost>',
    introspectionSecret: null,
    trustProxy: [],
    apiDocs: true,
    hashMaxWaitMs: 5000,
    sqliteSynchronous: 'FULL',
    bootstrapAdmin: null,
    fixedSettings: {},
    warnings: [],
  })
})

test('production needs a secret, an https origin and a way to send mail, and says so at once', () => {
  expect(problemsOf({ NODE_ENV: 'production' }).map((text) => text.split(' ')[0])).toEqual([
    'LATCHKEY_SECRET',
    'PUBLIC_URL',
    'SMTP_URL',
    'MAIL_FROM',
  ])
  expect(configOf(PRODUCTION)).toMatchObject({
    production: true,
    host: '0.0.0.0',
    apiDocs: false,
    publicUrl: 'https://auth.example.com',
  })
})

test.each([
  ['LATCHKEY_SECRET', Buffer.alloc(32).toString('base64'), 'repeats itself'],
  ['LATCHKEY_SECRET', Buffer.alloc(32, 'abcd').toString('base64'), 'repeats itself'],
  ['LATCHKEY_SECRET', Buffer.from([...Array(32).keys()]).toString('base64'), 'repeats itself'],
  [
    'LATCHKEY_SECRET',
    Buffer.from('my very secret passphrase 12345!').toString('base64'),
    'is text, not random bytes',
  ],
  ['PUBLIC_URL', 'http://auth.example.com', 'https'],
  ['PUBLIC_URL', 'http://localhost:3000', 'https'],
  ['WEB_URL', 'http://app.example.com', 'https'],
  ['AMQP_URL', 'amqp://guest:guest@broker:5672', 'guest'],
  ['AMQP_URL', 'amqp://broker:5672', 'guest'],
  ['INTROSPECTION_SECRET', 'a'.repeat(31), 'at least 32 characters'],
])('production refuses %s=%s', (name, value, reason) => {
  expect(problemsOf({ ...PRODUCTION, [name]: value })).toEqual([
    expect.stringMatching(new RegExp(`^${name} .*${reason}`)),
  ])
})

test('with a broker production sends by mail workers, and the server knows no mail server', () => {
  const { SMTP_URL: _, MAIL_FROM: __, ...rest } = PRODUCTION
  const AMQP_URL = 'amqp://latchkey:hunter2@broker:5672'
  expect(problemsOf({ ...rest, AMQP_URL })).toEqual([])
})

test('a Resend key alone is a way to send mail', () => {
  const { SMTP_URL: _, ...rest } = PRODUCTION
  expect(problemsOf(rest)).toEqual([expect.stringContaining('SMTP_URL or RESEND_API_KEY')])
  const config = configOf({ ...rest, RESEND_API_KEY: 're_123' })
  expect(config).toMatchObject({ smtpUrl: null, resendApiKey: 're_123' })
})

test.each([
  ['NODE_ENV', 'prod', 'production, development, test'],
  ['PORT', '0', 'whole number'],
  ['PORT', '3000.5', 'whole number'],
  ['PORT', '70000', 'from 1 to 65535'],
  ['HOST', 'http://localhost', 'without a port'],
  ['HOST', 'localhost:3000', 'without a port'],
  ['LOG_LEVEL', 'verbose', 'one of'],
  ['WORKERS', '2', 'SQLite'],
  ['API_DOCS', 'maybe', 'true or false'],
  ['HASH_MAX_WAIT_MS', '99', 'from 100 to 60000'],
  ['HASH_MAX_WAIT_MS', '60001', 'from 100 to 60000'],
  ['SQLITE_SYNCHRONOUS', 'OFF', 'FULL, NORMAL'],
  ['PUBLIC_URL', 'auth.example.com', 'origin'],
  ['PUBLIC_URL', 'https://auth.example.com/path', 'without path'],
  ['PUBLIC_URL', 'https://auth.example.com?a=1', 'origin'],
  ['PUBLIC_URL', 'https://user:password@auth.example.com', 'origin'],
  ['PUBLIC_URL', 'javascript:alert(1)', 'origin'],
  ['WEB_URL', 'https://app.example.com/#x', 'without'],
  ['WEB_ORIGINS', '*', 'every site'],
  ['WEB_ORIGINS', 'https://a.example.com,*', 'every site'],
  ['WEB_ORIGINS', 'https://a.example.com,,', 'empty entry'],
  ['WEB_ORIGINS', 'null', 'origin'],
  ['TRUST_PROXY', 'true', 'trust everybody'],
  ['TRUST_PROXY', '*', 'trust everybody'],
  ['TRUST_PROXY', '0.0.0.0/0', 'trust everybody'],
  ['TRUST_PROXY', '10.0.0.1,::/0', 'trust everybody'],
  ['TRUST_PROXY', '1', 'must list addresses'],
  ['TRUST_PROXY', '10.0.0.0/33', 'must list addresses'],
  ['TRUST_PROXY', 'proxy.example.com', 'must list addresses'],
  ['DATABASE_URL', 'postgres://user:password@db', 'one database'],
  ['DATABASE_URL', 'mysql://db/latchkey', 'the user'],
  ['DATABASE_URL', 'postgres://user:pass%word@db/latchkey', '%25'],
  ['DATABASE_URL', 'postgres://user@db/latchkey?sslmode=prefer', 'verify-full'],
  ['DATABASE_URL', 'mysql://user@db/latchkey?sslmod=require', 'sslmod'],
  ['DATABASE_URL', 'sqlite::memory:', 'path of a file'],
  ['DATABASE_URL', 'sqlite:mysql://db/latchkey', 'path of a file'],
  ['DATABASE_URL', 'latchkey.db', 'sqlite:./data'],
  ['REDIS_URL', 'localhost:6379', 'redis://'],
  ['REDIS_URL', 'http://cache', 'redis://'],
  ['REDIS_URL', 'redis:///1', 'redis://'],
  ['REDIS_URL', 'redis://cache/latchkey', 'number of a database'],
  ['REDIS_URL', 'redis://cache?enableOfflineQueue=true', 'number of a database'],
  ['REDIS_URL', 'redis://:pass%word@cache', '%25'],
  ['AMQP_URL', 'http://broker', 'amqp://'],
  ['SMTP_URL', 'mail.example.com', 'must be a URL'],
  ['RESEND_API_KEY', '"re_123"', 're_'],
  ['MAIL_FROM', 'Example', 'must be an address'],
  ['MAIL_FROM', 'a@example.com, b@example.com', 'must be an address'],
  ['MAIL_FROM', 'A <a@example.com>\r\nBcc: b@example.com', 'must be an address'],
  ['LATCHKEY_SECRET', 'secret', '32 bytes in base64'],
  ['LATCHKEY_SECRET', `${SECRET},short`, '32 bytes in base64'],
  ['LATCHKEY_SECRET', `${SECRET},${SECRET}`, 'twice'],
  ['LATCHKEY_SECRET', 'ab'.repeat(32), '32 bytes in base64'],
  ['LATCHKEY_MAIL_KEY', SECRET, 'keys mail'],
  ['LATCHKEY_MAIL_KEY', `76b810d2:${'A'.repeat(43)},`, 'empty entry'],
  ['BOOTSTRAP_ADMIN_EMAIL', 'admin@example.com', 'both'],
  ['BOOTSTRAP_ADMIN_PASSWORD', 'Correct-horse1', 'both'],
  ['SETTINGS', '[]', 'JSON object'],
  ['SETTINGS', '{', 'JSON object'],
  ['SETTINGS', '{"max_login_attempts":2}', 'max_login_attempts must be a whole number'],
  ['SETTINGS', '{"__proto__":1}', '__proto__ is not a setting'],
  ['SETTINGS', '{"mfa_enforced":true}', 'mfa_enforced is not a setting'],
])('%s=%s is refused by name, with what it must be', (name, value, reason) => {
  const expected = reason === 'both' ? 'belong together' : reason
  const problems = problemsOf({ [name]: value })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(expected)
  if (reason !== 'both') expect(problems[0]?.startsWith(`${name} `)).toBe(true)
})

test('every problem is told at once, each under its name, without any value', () => {
  const loaded = loadConfig(
    { PORT: 'hunter2', LATCHKEY_SECRET: 'hunter2', SETTINGS: '{"a":1,"session_max_days":0}' },
    { cwd: aFolder() },
  )
  if (loaded.ok) throw new Error('accepted')
  expect(loaded.problems.map(({ name }) => name)).toEqual([
    'PORT',
    'LATCHKEY_SECRET',
    'SETTINGS',
    'SETTINGS',
  ])
  expect(JSON.stringify(loaded.problems)).not.toContain('hunter2')
})

test('good values arrive as they are meant', () => {
  const cwd = aFolder()
  expect(
    configOf(
      {
        LATCHKEY_SECRET: `${SECRET}, ${OLDER_SECRET}`,
        PUBLIC_URL: 'https://Auth.Example.com:443/',
        WEB_URL: 'https://app.example.com/start/',
        WEB_ORIGINS: 'https://shop.example.com, http://localhost:5173',
        TRUST_PROXY: 'loopback, 10.0.0.0/8, 2001:db8::1',
        DATABASE_URL: 'sqlite:./db/users.db',
        DATA_DIR: 'files',
        HOST: '::1',
        MAIL_FROM: '"Example, Inc." <no-reply@example.com>',
        BOOTSTRAP_ADMIN_EMAIL: 'admin@example.com',
        BOOTSTRAP_ADMIN_PASSWORD: 'Correct-horse1',
        SETTINGS: '{"session_max_days":7,"registration_enabled":false}',
      },
      cwd,
    ),
  ).toMatchObject({
    secrets: [Buffer.from(SECRET, 'base64'), Buffer.from(OLDER_SECRET, 'base64')],
    publicUrl: 'https://auth.example.com',
    webUrl: 'https://app.example.com/start',
    webOrigins: [
      'https://auth.example.com',
      'https://app.example.com',
      'https://shop.example.com',
      'http://localhost:5173',
    ],
    trustProxy: ['loopback', '10.0.0.0/8', '2001:db8::1'],
    database: join(cwd, 'db', 'users.db'),
    dataDir: join(cwd, 'files'),
    host: '::1',
    bootstrapAdmin: { email: 'admin@example.com', password: 'Correct-horse1' },
    fixedSettings: { session_max_days: 7, registration_enabled: false },
  })
})

test('the first administrator gets no weaker password than anybody else', () => {
  const env = { BOOTSTRAP_ADMIN_EMAIL: 'admin@example.com', BOOTSTRAP_ADMIN_PASSWORD: 'admin' }
  expect(problemsOf(env)).toEqual([expect.stringContaining('too_short, no_upper')])
})

test('an empty variable counts as not set', () => {
  expect(configOf({ PORT: '', DATABASE_URL: '', SETTINGS: '' }).port).toBe(3000)
})

test('a variable may come from a file, without the line break at its end', () => {
  const cwd = aFolder()
  writeFileSync(join(cwd, 'secret'), `${SECRET}\n`)
  const { secrets } = configOf({ LATCHKEY_SECRET_FILE: 'secret' }, cwd)
  expect(secrets).toEqual([Buffer.from(SECRET, 'base64')])
  expect(problemsOf({ LATCHKEY_SECRET_FILE: 'secret', LATCHKEY_SECRET: SECRET }, cwd)).toEqual([
    expect.stringContaining('LATCHKEY_SECRET_FILE are both set'),
  ])
  expect(problemsOf({ ...PRODUCTION, MAIL_FROM: '', MAIL_FROM_FILE: 'missing' }, cwd)).toEqual([
    expect.stringContaining('MAIL_FROM_FILE names a file that is not there'),
  ])
})

test('.env is read, and the real environment wins over it', () => {
  const cwd = aFolder()
  writeFileSync(join(cwd, '.env'), 'PORT=4000\nLOG_LEVEL="debug" # more\nHOST=::1\n')
  expect(configOf({ PORT: '5000', HOST: '' }, cwd)).toMatchObject({
    port: 5000,
    logLevel: 'debug',
    host: '127.0.0.1',
  })
})

test('a .env that cannot be read is told', () => {
  const cwd = aFolder()
  mkdirSync(join(cwd, '.env'))
  expect(problemsOf({}, cwd)).toEqual(['.env is there but cannot be read'])
})

test('a missing secret is made once and kept for its owner only', () => {
  const cwd = aFolder()
  const first = configOf({}, cwd)
  const file = join(cwd, 'data', 'latchkey.secret')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(configOf({}, cwd).secrets).toEqual(first.secrets)
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toEqual(first.secrets[0])
})

test('nothing is written while there is a problem, and production makes no secret', () => {
  const cwd = aFolder()
  problemsOf({ PORT: 'x' }, cwd)
  expect(readdirSync(cwd)).toEqual([])
  configOf(PRODUCTION, cwd)
  expect(readdirSync(join(cwd, 'data'))).toEqual([])
})

test('a damaged secret file or an unusable folder is told, and the file is not overwritten', () => {
  const cwd = aFolder()
  mkdirSync(join(cwd, 'data'))
  writeFileSync(join(cwd, 'data', 'latchkey.secret'), 'damaged')
  expect(problemsOf({}, cwd)).toEqual([expect.stringContaining('damaged latchkey.secret')])
  expect(readFileSync(join(cwd, 'data', 'latchkey.secret'), 'utf8')).toBe('damaged')
  writeFileSync(join(cwd, 'file'), '')
  expect(problemsOf({ DATA_DIR: 'file' }, cwd)).toEqual([
    expect.stringContaining('DATA_DIR cannot be used'),
  ])
})

test.runIf(process.platform === 'linux')('a folder that nobody may make is told', () => {
  for (const DATA_DIR of ['/proc/none', '/proc/none/deep/er'])
    expect(problemsOf({ DATA_DIR }, aFolder())).toEqual([
      expect.stringMatching(/^DATA_DIR cannot be used: .*\/proc\/none'/),
    ])
})

test('where things are kept is told without making anything', () => {
  const cwd = aFolder()
  const secretFile = join(cwd, 'data', 'latchkey.secret')
  const database = join(cwd, 'data', 'latchkey.db')
  expect(loadPlaces({}, { cwd })).toEqual({
    ok: true,
    places: { database, secretFile, secrets: null },
  })
  expect(readdirSync(cwd)).toEqual([])
  expect(loadPlaces({ LATCHKEY_SECRET: SECRET, DATA_DIR: 'own' }, { cwd })).toMatchObject({
    places: { database: join(cwd, 'own', 'latchkey.db'), secrets: [Buffer.from(SECRET, 'base64')] },
  })
  expect(loadPlaces({ DATABASE_URL: 'oracle://x' }, { cwd })).toMatchObject({ ok: false })
})

test('figures are served nowhere unless asked for, on the loopback address, and never on PORT', () => {
  expect(configOf({ METRICS_HOST: '0.0.0.0' }).metrics).toBeNull()
  expect(configOf({ METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
  const open = { METRICS_PORT: '9464', METRICS_HOST: '::' }
  expect(configOf(open).metrics).toEqual({ host: '::', port: 9464 })
  for (const env of [{ METRICS_PORT: '3000' }, { PORT: '9464', METRICS_PORT: '9464' }])
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^METRICS_PORT must not be PORT/)])
})
