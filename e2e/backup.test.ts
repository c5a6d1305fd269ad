import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { type Account, anAccount, bearer, login } from './account.ts'
import { latchkey, startLatchkey } from './process.ts'
import { aFolder, startServer } from './server.ts'

const PUBLIC_URL = 'http://localhost:3000'
const folder = aFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  latchkey(args, { env: { PUBLIC_URL, ...env }, cwd: folder })

const REFRESH = '/api/auth/refresh-token'

describe('an embedded installation', () => {
  const [DATA_DIR, RESTORED] = [join(folder, 'data'), join(folder, 'restored')]
  const backup = join(folder, 'backups', 'first')
  let before: Account

  beforeAll(async () => {
    const server = await startServer({ dataDir: folder, env: { PUBLIC_URL, DATA_DIR } })
    before = await anAccount(server)
    let isOver = false
    const signUps = Array.from({ length: 3 }, async () => {
      while (!isOver) await anAccount(server)
    })
    const made = await run(['backup', backup], { DATA_DIR })
    expect(made.code, made.output).toBe(0)
    expect(made.output).toContain('It holds the secret')
    // Known to nobody but the server that is about to die.
    await server.post('/api/auth/logout', undefined, bearer(before.accessToken))
    isOver = true
    await Promise.all(signUps)
    expect(server.faults()).toEqual([])
    await server.kill()
  })

  test('a backup is for its owner only, and another one does not take its place', async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o700)
    const names = readdirSync(backup).sort()
    expect(names).toEqual(['backup.json', 'latchkey.db', 'latchkey.secret'])
    for (const name of names) expect(statSync(join(backup, name)).mode & 0o777).toBe(0o600)
    const again = await run(['backup', backup], { DATA_DIR })
    expect(again.output).toContain('is there already')
    expect(again.code).toBe(1)
    const precious = join(folder, 'precious')
    writeFileSync(precious, 'a letter')
    const over = await run(['backup', '--force', precious], { DATA_DIR })
    expect(over.output).toContain('is no backup')
    expect(readFileSync(precious, 'utf8')).toBe('a letter')
    expect(readdirSync(join(folder, 'backups'))).toEqual(['first'])
  })

  test('whoever was acknowledged before the backup signs in after a restore', async () => {
    const restored = await run(['restore', backup], { DATA_DIR: RESTORED })
    expect(restored.output).toContain('latchkey tokens revoke-all')
    expect(restored.code).toBe(0)
    expect(readdirSync(RESTORED).sort()).toEqual(['latchkey.db', 'latchkey.secret'])
    const secret = (data: string) => readFileSync(join(data, 'latchkey.secret'), 'utf8').trim()
    expect(secret(RESTORED)).toBe(secret(DATA_DIR))

    // The session that ended after the backup lives again: that is what revoke-all is for.
    const env = { PUBLIC_URL, DATA_DIR: RESTORED }
    const server = await startServer({ dataDir: folder, env })
    expect((await server.get('/api/auth/session', bearer(before.accessToken))).status).toBe(200)
    expect((await login(server, before)).status).toBe(200)
    const revoked = await run(['tokens', 'revoke-all', '--yes'], { DATA_DIR: RESTORED })
    expect(revoked.code, revoked.output).toBe(0)
    const { accessToken, refreshToken } = before
    expect((await server.post(REFRESH, { refreshToken })).status).toBe(401)
    await wait(1000)
    expect((await server.get('/api/auth/session', bearer(accessToken))).status).toBe(401)
    expect((await login(server, before)).status).toBe(200)

    const inUse = await run(['restore', '--force', backup], { DATA_DIR: RESTORED })
    expect(inUse.output).toContain('stop it first')
    expect((await login(server, before)).status).toBe(200)
    expect(server.faults()).toEqual([])
    await server.stop()
  })

  test('a restore that is killed leaves the former database or the new one', async () => {
    const env = { DATA_DIR: RESTORED }
    const database = join(RESTORED, 'latchkey.db')
    const mark = (file: string) => {
      const opened = new DatabaseSync(file)
      opened.exec("insert into setup_tokens values ('former', '', 1)")
      opened.close()
    }
    const isFormer = (file: string): boolean => {
      const opened = new DatabaseSync(file)
      expect(opened.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
      expect(opened.prepare('select count(*) as n from users').get()).not.toEqual({ n: 0 })
      const found = opened.prepare("select id from setup_tokens where id = 'former'").get()
      opened.close()
      return found !== undefined
    }
    const outcomes = new Set<boolean>()
    for (let patienceMs = 150; patienceMs < 1200; patienceMs += 70) {
      if (!isFormer(database)) mark(database)
      const command = startLatchkey(['restore', '--force', backup], {
        env: { PUBLIC_URL, ...env },
        cwd: folder,
      })
      await wait(patienceMs)
      command.signal('SIGKILL')
      await command.exit
      outcomes.add(isFormer(database))
    }
    const done = await run(['restore', '--force', backup], env)
    expect(done.code, done.output).toBe(0)
    outcomes.add(isFormer(database))
    expect(outcomes).toEqual(new Set([true, false]))
    expect(readdirSync(RESTORED).filter((name) => name.includes('restoring'))).toEqual([])
  })

  test('a secret that is there is never replaced by that of a backup', async () => {
    const other = join(folder, 'other')
    await run(['migrate', 'up'], { DATA_DIR: other })
    const secret = readFileSync(join(other, 'latchkey.secret'), 'utf8')
    const refused = await run(['restore', '--force', backup], { DATA_DIR: other })
    expect(refused.output).toContain('another secret than that of the backup')
    expect(refused.code).toBe(1)
    expect(readFileSync(join(other, 'latchkey.secret'), 'utf8')).toBe(secret)
    const configured = { DATA_DIR: other, LATCHKEY_SECRET: Buffer.alloc(32, 9).toString('base64') }
    const told = await run(['restore', '--force', backup], configured)
    expect(told.output).toContain('LATCHKEY_SECRET is not the one of the backup')
    expect(told.code).toBe(0)
  })

  test('a backup that was changed is refused, and a command that only reads makes no secret', async () => {
    const fresh = join(folder, 'fresh')
    const none = await run(['backup', join(folder, 'none')], { DATA_DIR: fresh })
    expect(none.output).toContain('There is no database')
    expect([fresh, join(folder, 'none')].map(existsSync)).toEqual([false, false])
    const bytes = readFileSync(join(backup, 'latchkey.db'))
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(join(backup, 'latchkey.db'), bytes)
    const refused = await run(['restore', backup], { DATA_DIR: fresh })
    expect(refused.output).toContain('is not as it was written')
    expect(existsSync(fresh)).toBe(false)
  })
})

for (const name of ['PostgreSQL', 'MySQL'] as const)
  describe.skipIf(!(await answers(name)))(`an installation on ${name}`, () => {
    const LATCHKEY_SECRET = Buffer.from('a secret of thirty-two bytes ...').toString('base64')
    let [source, target]: (ServerDatabase | undefined)[] = []
    beforeAll(async () => {
      source = await createServerDatabase(name)
      target = await createServerDatabase(name)
    })
    afterAll(() => Promise.all([source?.drop(), target?.drop()]))

    test('who was there before the backup signs in on the restored database', async () => {
      const env = { PUBLIC_URL, LATCHKEY_SECRET, DATABASE_URL: source?.url ?? '' }
      const server = await startServer({ env })
      const account = await anAccount(server)
      const backup = join(folder, 'backups', name)
      const made = await run(['backup', backup], env)
      expect(made.output).toContain('LATCHKEY_SECRET is not in it')
      expect(made.code).toBe(0)
      await server.stop()
      const onto = { ...env, DATABASE_URL: target?.url ?? '' }
      const restored = await run(['restore', backup], onto)
      expect(restored.code, restored.output).toBe(0)
      const again = await startServer({ env: onto })
      const { refreshToken } = account
      expect((await again.post(REFRESH, { refreshToken })).status).toBe(200)
      expect((await login(again, account)).status).toBe(200)
      await again.stop()
    })

    test('a backup of one kind is not restored into another', async () => {
      const backup = join(folder, 'backups', name)
      const refused = await run(['restore', backup], {
        DATA_DIR: join(folder, 'fresh'),
        PUBLIC_URL,
      })
      expect(refused.output).toContain('latchkey copy')
      expect(refused.code).toBe(1)
    })
  })
