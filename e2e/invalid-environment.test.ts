import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Environment, latchkey, startLatchkey } from './process.ts'
import { aFolder, freePort, startServer } from './server.ts'

let dataDir: string
beforeEach(() => {
  dataDir = aFolder()
})
afterEach(() => {
  chmodSync(dataDir, 0o700)
  rmSync(dataDir, { recursive: true, force: true })
})

/** Starts a server that must not start; its output is the operator's to read. */
const refusedStart = async (env: Environment): Promise<string> => {
  const PORT = String(await freePort())
  const command = startLatchkey(['start'], {
    env: { DATA_DIR: dataDir, PORT, PUBLIC_URL: `http://localhost:${PORT}`, ...env },
    cwd: dataDir,
  })
  const timer = setTimeout(() => command.signal('SIGKILL'), 20_000)
  const { code } = await command.exit
  clearTimeout(timer)
  expect(code, command.output()).toBe(1)
  expectPlainWords(command.output())
  return command.output()
}

/** One message for a person: no stack, no source file, no library's name for the error. */
const expectPlainWords = (output: string): void => {
  expect(output).not.toMatch(/^\s+at /m)
  expect(output).not.toMatch(/\.ts\b|node:internal|node_modules|Node\.js v/)
  expect(output.match(/latchkey: /g)).toHaveLength(1)
}

describe('the environment', () => {
  test('every bad variable is named in one message, with the mend and without the value', async () => {
    const bad = {
      NODE_ENV: 'prod-value',
      HOST: 'host value',
      PORT: '70000',
      LOG_LEVEL: 'loud-value',
      WORKERS: '2',
      API_DOCS: 'maybe-value',
      HASH_MAX_WAIT_MS: '-1',
      SQLITE_SYNCHRONOUS: 'sometimes-value',
      PUBLIC_URL: 'https://auth.example.org/path-value',
      WEB_URL: 'ftp://value.example.org',
      WEB_ORIGINS: '*',
      TRUST_PROXY: 'true',
      DATABASE_URL: 'postgres://u:p-value@db',
      SMTP_URL: 'http://mail-value.example.org',
      MAIL_FROM: 'nobody-value',
      LATCHKEY_SECRET: 'secret-value',
      BOOTSTRAP_ADMIN_EMAIL: 'no-address-value',
      SETTINGS: '{"session_max_days":0,"no_such_setting":1,"rate_limit_login_requests":"value"}',
      INTROSPECTION_SECRET_FILE: '/no/such/file-value',
    }
    const output = await refusedStart(bad)
    for (const name of Object.keys(bad)) expect(output).toMatch(new RegExp(`^ +${name}: `, 'm'))
    for (const key of ['session_max_days', 'no_such_setting', 'rate_limit_login_requests'])
      expect(output).toContain(key)
    for (const value of Object.values(bad).filter((text) => /^[\w-]+-value$/.test(text)))
      expect(output).not.toContain(value)
    expect(output).not.toContain('p-value')
  })

  test('production starts on no default and no generated secret', async () => {
    const output = await refusedStart({ NODE_ENV: 'production', PUBLIC_URL: '' })
    for (const name of ['LATCHKEY_SECRET', 'PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM'])
      expect(output).toMatch(new RegExp(`^ +${name}: `, 'm'))
    const misspelt = await refusedStart({ NODE_ENV: 'production', LATCHKEY_SECRETS: 'some-value' })
    expect(misspelt).toMatch(/ LATCHKEY_SECRET: .*And to know:.* LATCHKEY_SECRETS: .*meant/s)
    expect(misspelt).not.toContain('some-value')
    const weak = await refusedStart({
      NODE_ENV: 'production',
      LATCHKEY_SECRET: Buffer.alloc(32, 'a').toString('base64'),
      PUBLIC_URL: 'http://auth.example.org',
      SMTP_URL: 'smtp://mail.example.org?ignoreTLS=true',
      MAIL_FROM: 'no-reply@example.org',
      INTROSPECTION_SECRET: 'short',
    })
    for (const name of ['LATCHKEY_SECRET', 'PUBLIC_URL', 'SMTP_URL', 'INTROSPECTION_SECRET'])
      expect(weak).toMatch(new RegExp(`^ +${name}: `, 'm'))
  })

  test('a variable of another system is reported with our name for it, and harms nothing', async () => {
    const env = {
      MONGODB_URI: 'mongodb://x',
      JWT_SECRET: 'jwt-value',
      CLIENT_URL: 'http://x-value',
    }
    const server = await startServer({ env })
    for (let waits = 0; waits < 100 && !server.logs().includes('JWT_SECRET'); waits++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    await server.stop()
    expect(server.logs()).toMatch(/MONGODB_URI .*DATABASE_URL/)
    expect(server.logs()).toMatch(/JWT_SECRET has no effect/)
    expect(server.logs()).toMatch(/CLIENT_URL .*WEB_URL/)
    expect(server.logs()).not.toContain('-value')
  })

  test('a bootstrap password that leans on the address is told in words', async () => {
    const output = await refusedStart({
      BOOTSTRAP_ADMIN_EMAIL: 'grace@example.org',
      BOOTSTRAP_ADMIN_PASSWORD: 'Password-1',
    })
    expect(output).toContain('BOOTSTRAP_ADMIN_PASSWORD')
    expect(output).not.toContain('Password-1')
  })

  test('another secret than the one the database was sealed under is told in words', async () => {
    const first = await startServer({ dataDir })
    await first.stop()
    const LATCHKEY_SECRET = Buffer.from(
      '9f3c1b7e5a2d8046c1e97b35fd20a86419be7750c3a8de1f64b2097c5e8f1d3a',
      'hex',
    ).toString('base64')
    const output = await refusedStart({ LATCHKEY_SECRET })
    expect(output).toContain('LATCHKEY_SECRET')
  })
})

describe('the port', () => {
  test('one that is in use is named, and the first program keeps it', async () => {
    const blocker = createServer()
    const PORT = String(await freePort())
    await new Promise<void>((resolve) => blocker.listen(Number(PORT), '127.0.0.1', resolve))
    const output = await refusedStart({ PORT, PUBLIC_URL: `http://localhost:${PORT}` })
    expect(output).toContain(`port ${PORT} is in use`)
    await new Promise((resolve) => blocker.close(resolve))
  })

  test('a HOST that is not of this machine is named', async () => {
    const output = await refusedStart({ HOST: '192.0.2.1' })
    expect(output).toContain('HOST')
  })
})

describe('the database file', () => {
  const file = (): string => join(dataDir, 'latchkey.db')

  test('one that is no database is named, and left as it is', async () => {
    writeFileSync(file(), 'These are my holiday notes, not a database at all.\n'.repeat(200))
    const output = await refusedStart({})
    expect(output).toContain(file())
    expect(output).toContain('no SQLite database')
  })

  test('a damaged one is named', async () => {
    const first = await startServer({ dataDir })
    await first.stop()
    writeFileSync(file(), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 7)]))
    expect(await refusedStart({})).toContain(file())
  })

  test('a folder in its place is named', async () => {
    mkdirSync(file())
    expect(await refusedStart({})).toContain(file())
  })

  test('one that another process keeps locked is named, in a few seconds', async () => {
    const first = await startServer({ dataDir })
    await first.stop()
    const locker = new DatabaseSync(file())
    locker.exec('pragma locking_mode = exclusive; begin exclusive; create table mine (id integer)')
    const output = await refusedStart({}).finally(() => locker.close())
    expect(output).toContain(file())
    expect(output).toContain('locked')
  })

  test('a folder that does not exist is named', async () => {
    const missing = join(dataDir, 'no', 'such', 'folder', 'latchkey.db')
    const output = await refusedStart({ DATABASE_URL: `sqlite:${missing}` })
    expect(output).toContain('does not exist')
  })

  test('a data folder that is a file is named by its variable', async () => {
    const path = join(dataDir, 'file')
    writeFileSync(path, '')
    expect(await refusedStart({ DATA_DIR: path })).toContain('DATA_DIR')
  })

  test('a read-only one is named; root may write everywhere and starts', async () => {
    const first = await startServer({ dataDir })
    await first.stop()
    chmodSync(file(), 0o400)
    chmodSync(dataDir, 0o500)
    if (process.getuid?.() === 0) {
      const again = await startServer({ dataDir })
      expect((await again.get('/api/health/ready')).status).toBe(200)
      await again.stop()
    } else expect(await refusedStart({})).toMatch(/may not write|cannot be used/)
  })

  test('one written by a newer version is named and left alone', async () => {
    const first = await startServer({ dataDir })
    await first.stop()
    const newer = new DatabaseSync(file())
    newer.exec("insert into kysely_migration values ('9999-tomorrow', '2030-01-01T00:00:00Z')")
    newer.close()
    expect(await refusedStart({})).toContain('newer version')
  })
})

describe('the commands', () => {
  test('an unknown one is told in words, and every one has its help', async () => {
    const unknown = await latchkey(['sing'], { env: {}, cwd: dataDir })
    expect(unknown.code).toBe(1)
    expect(unknown.output).toContain('sing')
    expect(unknown.output).not.toMatch(/^\s+at /m)
    const help = await latchkey(['--help'], { env: {}, cwd: dataDir })
    expect(help.code).toBe(0)
    for (const name of ['start', 'migrate', 'admin', 'keys', 'doctor'])
      expect(help.output).toContain(name)
  })
})
