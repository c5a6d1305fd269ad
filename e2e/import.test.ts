import { argon2Sync, createCipheriv, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answers, createServerDatabase } from '../packages/sql/src/testing/test-servers.ts'
import { linkTokenIn, login, OTHER_PASSWORD, PASSWORD } from './account.ts'
import { type Environment, latchkey, startLatchkey } from './process.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n')
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const unpadded = (bytes: Uint8Array): string => base64(bytes).replace(/=+$/, '')
const SALT = Buffer.from('saltsalt')

const pbkdf2 = (digest: string, bytes: number): Buffer =>
  pbkdf2Sync(PASSWORD, SALT, 1000, bytes, digest)
const work = { parallelism: 1, tagLength: 32, memory: 7168, passes: 5 }
const argon2 = argon2Sync('argon2id', { message: PASSWORD, nonce: SALT, ...work })

/** `PASSWORD` as other programs keep it. */
const FOREIGN = {
  bcrypt: '$2y$10$TXzJ2DFqY/y4.ayPwihNie3OoIbnZ06CmJyJTZXcTt3s3jfdieTdK',
  argon2id: `$argon2id$v=19$m=7168,t=5,p=1$${unpadded(SALT)}$${unpadded(argon2)}`,
  scrypt: `$scrypt$ln=14,r=8,p=1$${unpadded(SALT)}$${unpadded(scryptSync(PASSWORD, SALT, 32))}`,
  sha1: `$pbkdf2$1000$${unpadded(SALT)}$${unpadded(pbkdf2('sha1', 20))}`,
  sha256: `pbkdf2_sha256$1000$saltsalt$${base64(pbkdf2('sha256', 32))}`,
  sha512: `$pbkdf2-sha512$i=1000$${unpadded(SALT)}$${unpadded(pbkdf2('sha512', 64))}`,
}

describe('beside a server', () => {
  let server: TestServer
  const file = (name: string): string => join(server.dataDir, name)
  const run = (...args: string[]) =>
    latchkey(['users', ...args], { env: server.env, cwd: server.dataDir })
  const hashOf = (email: string): unknown =>
    server.rows(
      `select password_hash from credentials join users on users.id = user_id where email = ?`,
      email,
    )[0]?.['password_hash']
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(async () => {
    await server.stop()
  })

  test('whoever was imported signs in with their password, and its hash is ours afterwards', async () => {
    const records = Object.entries(FOREIGN).map(([scheme, passwordHash]) =>
      JSON.stringify({ email: `${scheme}@x.org`, emailVerified: true, passwordHash }),
    )
    writeFileSync(file('people.jsonl'), records.join('\n'))
    const imported = await run('import', 'people.jsonl')
    expect(imported.output).toContain('Of 6 records 6 were imported')
    expect(imported.code).toBe(0)
    for (const scheme of Object.keys(FOREIGN)) {
      const email = `${scheme}@x.org`
      const before = hashOf(email)
      expect((await login(server, { email, password: OTHER_PASSWORD })).status).toBe(401)
      expect(hashOf(email)).toBe(before)
      const answer = await login(server, { email, password: PASSWORD })
      expect([scheme, answer.status]).toEqual([scheme, 200])
      expect(hashOf(email)).toMatch(/^\$2b\$12\$/)
      expect((await login(server, { email, password: PASSWORD })).status).toBe(200)
    }
    expect(server.faults()).toEqual([])
  }, 180_000)

  test('an export of Firebase signs in with the parameters of its project, which nobody keeps', async () => {
    const signer = randomBytes(64)
    const key = scryptSync(PASSWORD, Buffer.concat([SALT, Buffer.from([7])]), 32)
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
    const passwordHash = base64(cipher.update(signer))
    const user = { email: 'fire@x.org', emailVerified: true, passwordHash, salt: base64(SALT) }
    writeFileSync(file('fire.jsonl'), JSON.stringify(user))
    writeFileSync(
      file('hash-config'),
      `hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: ${base64(signer)},\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}`,
    )
    const how = ['--from', 'firebase', '--firebase-hash-config', 'hash-config']
    expect((await run('import', 'fire.jsonl', ...how)).code).toBe(0)
    expect(hashOf('fire@x.org')).not.toContain(unpadded(signer))
    expect((await login(server, { email: 'fire@x.org', password: PASSWORD })).status).toBe(200)
    expect(hashOf('fire@x.org')).toMatch(/^\$2b\$12\$/)
  })

  test('an unproven address signs in by what is mailed there, and by no password before', async () => {
    const email = 'unproven@x.org'
    writeFileSync(file('unproven.csv'), `email,passwordHash\n${email},${FOREIGN.bcrypt}\n`)
    expect((await run('import', 'unproven.csv')).code).toBe(0)
    expect((await login(server, { email, password: PASSWORD })).status).toBe(401)
    await server.post('/api/auth/forgot-password', { email })
    const [mail] = await server.inbox(email)
    const token = mail ? linkTokenIn(mail) : ''
    const reset = await server.post('/api/auth/reset-password', { token, password: OTHER_PASSWORD })
    expect(reset).toMatchObject({ status: 200, body: { user: { email, emailVerified: true } } })
    expect((await login(server, { email, password: OTHER_PASSWORD })).status).toBe(200)
  })

  test('what cannot be imported is in the report, and the exit code says so', async () => {
    const rows = [
      'email,roles,passwordHash,emailVerified',
      'good@x.org,,,true',
      'GOOD@x.org,,,true',
      `dear@x.org,,$2b$31$${'a'.repeat(53)},true`,
      'boss@x.org,admin support,,true',
      'open@x.org,"never closed,,true',
      'other@x.org,owner,,true',
    ]
    const latin = Buffer.from('fran\xe7ois@x.org,,,true\n', 'latin1')
    writeFileSync(
      file('mixed.csv'),
      Buffer.concat([Buffer.from(`${rows.join('\r\n')}\r\n`), latin]),
    )
    const tried = await run('import', 'mixed.csv', '--dry-run', '--report', 'tried.csv')
    expect(tried.output).toContain('Of 7 records 2 would be imported, 1 are users already')
    expect(server.rows(`select 1 from users where email = 'good@x.org'`)).toEqual([])
    const done = await run('import', 'mixed.csv')
    expect(done.code).toBe(2)
    expect(done.output).toContain(
      'Of 7 records 2 were imported, 1 are users already, 4 were refused',
    )
    const report = linesOf(file('mixed.csv.report.csv'))
    expect(report).toEqual(linesOf(file('tried.csv')))
    expect(report.map((line) => line.split(',').slice(0, 4).join())).toEqual([
      'line,address,outcome,reason',
      '3,g***@x.org,present,address_taken',
      '4,d***@x.org,refused,hash_too_dear',
      '5,b***@x.org,imported,role_withheld',
      '6,,refused,record_malformed',
      '7,o***@x.org,refused,role_unknown',
      '8,,refused,not_utf8',
    ])
    expect(statSync(file('mixed.csv.report.csv')).mode & 0o777).toBe(0o600)
    expect(server.rows('select role from user_roles')).toEqual([])
    expect((await run('import', 'mixed.csv')).output).toContain('0 were imported, 3 are users')
  })

  test.each([
    [['nowhere.csv'], 'There is no file'],
    [['people.jsonl', '--max-role', 'admin'], 'No import makes administrators'],
    [['people.jsonl', '--max-role', 'owner'], 'There is no role owner'],
    [['people.jsonl', '--report', 'people.jsonl'], 'no report of ours'],
  ])('users import %j says %j and does nothing', async (args, said) => {
    const answer = await run('import', ...args)
    expect(answer.output).toContain(said)
    expect(answer.code).toBe(1)
  })
})

const PEOPLE = [
  {
    email: 'Ada.L@Example.org',
    emailVerified: true,
    firstName: '=cmd|x',
    lastName: "'+1",
    username: 'a "b", c',
    phone: '+44 20 7946 0000',
    locale: 'de-AT',
    preferences: { theme: 'dark', list: [1, null, 'é\n"\u{1f980}'] },
    roles: ['support'],
    createdAt: '2020-02-02T02:02:02.022Z',
    passwordHash: FOREIGN.argon2id,
  },
  { email: 'off@x.org', emailVerified: true, disabled: true, passwordHash: FOREIGN.scrypt },
  { email: 'unproven@x.org', locale: 'fr', createdAt: 1_600_000_000_000 },
]

const ENGINES = await Promise.all(
  (['SQLite', 'PostgreSQL', 'MySQL'] as const).map(async (name) => ({
    name,
    isThere: name === 'SQLite' || (await answers(name)),
  })),
)

for (const { name, isThere } of ENGINES)
  describe.skipIf(!isThere)(`on ${name}`, () => {
    const folder = aFolder()
    const drops: (() => Promise<void>)[] = []
    const anEnvironment = async (): Promise<Environment> => {
      const env = { DATA_DIR: join(folder, randomBytes(4).toString('hex')) }
      if (name === 'SQLite') return env
      const database = await createServerDatabase(name)
      drops.push(database.drop)
      return { ...env, DATABASE_URL: database.url, LATCHKEY_SECRET: base64(Buffer.alloc(32, 5)) }
    }
    afterAll(async () => {
      for (const drop of drops) await drop()
      rmSync(folder, { recursive: true, force: true })
    })
    const run = (env: Environment, ...args: string[]) => latchkey(args, { env, cwd: folder })

    /** Kills an import between two of its batches; one that was too fast is tried again. */
    const killImport = async (file: string): Promise<Environment> => {
      for (;;) {
        const env = await anEnvironment()
        rmSync(`${file}.report.csv`, { force: true })
        const started = startLatchkey(['users', 'import', file], { env, cwd: folder })
        await expect.poll(started.output, { timeout: 60_000, interval: 5 }).toContain('Importing')
        started.signal('SIGKILL')
        if ((await started.exit).signal === 'SIGKILL') return env
      }
    }

    test('an import that is killed goes on where it was: nobody is missing, told or counted twice', async () => {
      const [count, bad] = [20_000, 100]
      const address = (n: number): string => `somebody.number.${n}@example.org`
      const rows = Array.from({ length: count }, (_, n) =>
        n % (count / bad) === 7 ? `${n},no address,true` : `${n},${address(n)},true`,
      )
      const many = join(folder, 'many.csv')
      writeFileSync(many, `number,email,emailVerified\n${rows.join('\n')}\n`)
      const env = await killImport(many)
      const second = await run(env, 'users', 'import', many)
      expect(second.output).toMatch(/Going on after [\d,]+ records/)
      expect(second.output).toContain(
        'Of 20,000 records 19,900 were imported, 0 are users already, 100 were refused.',
      )
      const report = linesOf(`${many}.report.csv`).slice(1)
      expect(new Set(report).size).toBe(bad)
      expect(report).toHaveLength(bad)
      expect((await run(env, 'users', 'export', 'many.jsonl')).code).toBe(0)
      const exported = linesOf(join(folder, 'many.jsonl')).map((line) => JSON.parse(line).email)
      expect(new Set(exported).size).toBe(count - bad)
      expect(exported).toHaveLength(count - bad)
      // One event for each user, one for the import, one for the export.
      const audit = await run(env, 'audit', 'verify')
      expect(audit.output).toContain(`${(count - bad + 2).toLocaleString('en')} events wait`)
    }, 180_000)

    test('what is exported comes back unchanged, and hashes leave only when asked for', async () => {
      const from = await anEnvironment()
      const input = join(folder, 'people.jsonl')
      writeFileSync(input, PEOPLE.map((one) => JSON.stringify(one)).join('\n'))
      const limit = ['--max-role', 'support']
      expect((await run(from, 'users', 'import', input, ...limit)).code).toBe(0)
      for (const format of ['csv', 'jsonl']) {
        const to = await anEnvironment()
        const [once, twice] = ['once', 'twice'].map((word) => join(folder, `${word}.${format}`))
        if (!once || !twice) throw new Error('two files are needed')
        expect((await run(from, 'users', 'export', once, '--with-hashes')).code).toBe(0)
        expect((await run(to, 'users', 'import', once, ...limit)).code).toBe(0)
        expect((await run(to, 'users', 'export', twice, '--with-hashes')).code).toBe(0)
        expect(linesOf(twice)).toEqual(linesOf(once))
        expect(linesOf(once)).toHaveLength(format === 'csv' ? 4 : 3)
        expect(readFileSync(once, 'utf8')).toContain(FOREIGN.argon2id)
        expect(statSync(once).mode & 0o777).toBe(0o600)
      }
      const csv = join(folder, 'once.csv')
      expect(readFileSync(csv, 'utf8')).not.toMatch(/(^|,)"?[=+]/m)
      expect((await run(from, 'users', 'export', csv)).output).toContain('name a new file')
      const bare = join(folder, 'bare.csv')
      expect((await run(from, 'users', 'export', bare)).code).toBe(0)
      expect(readFileSync(bare, 'utf8')).not.toContain('argon2id')
    }, 180_000)
  })
