import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { fillTables } from '../testing/fill-tables.ts'
import { openTestFile, temporaryFile } from '../testing/test-database.ts'
import { backUpFile } from './back-up-file.ts'
import { stageRestore } from './restore-file.ts'

const FIRST = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 1))

/** A closed database that knows its own name. */
const aDatabase = async (name: string, migrations = MIGRATIONS): Promise<string> => {
  const file = temporaryFile()
  await migrateUp(file, migrations)
  await openForMigration(file, (db) =>
    sql`insert into setup_tokens values (${name}, 'hash', 1)`.execute(db),
  )
  return file
}

const aBackup = async (name: string): Promise<string> => {
  const to = temporaryFile()
  await backUpFile({ file: await aDatabase(name), to })
  return to
}

const namesIn = (file: string): unknown[] => {
  const opened = new Sqlite(file)
  try {
    return opened.prepare('select id from setup_tokens').pluck().all()
  } finally {
    opened.close()
  }
}

const restore = async (backup: string, to: string, force = false) => {
  const staged = await stageRestore({ backup, to, force })
  return { ...staged, aside: staged.finish() }
}

const besides = (file: string): string[] => readdirSync(dirname(file)).sort()

test('a backup is one sound file of one moment, whatever is written meanwhile', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  await openForMigration(file, (db) => fillTables(db, { rows: 3000 }))
  const writer = spawn(process.execPath, ['--input-type=module', '--eval', WRITER, file])
  onTestFinished(() => void writer.kill('SIGKILL'))
  await once(writer.stdout, 'data')
  const to = temporaryFile()
  const seen: number[] = []
  await backUpFile({ file, to, onProgress: (done) => seen.push(done) })
  expect(writer.exitCode).toBeNull()
  expect(seen.length).toBeGreaterThan(2)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(besides(to)).toEqual(['latchkey.db'])
  const copy = new Sqlite(to, { readonly: true })
  const counts = ['password_resets', 'sessions'].map((table) =>
    copy.prepare(`select count(*) from ${table} where id like 'pair-%'`).pluck().get(),
  )
  copy.close()
  expect(counts[0]).toBeGreaterThan(0)
  expect(counts[0]).toBe(counts[1])
}, 60_000)

/** Writes two rows in each of many transactions: of a pair, no copy may have one alone. */
const WRITER = `
  const { default: Sqlite } = await import(${JSON.stringify(import.meta.resolve('better-sqlite3'))})
  const database = new Sqlite(process.argv.at(-1), { timeout: 5000 })
  const user = database.prepare('select id from users limit 1').pluck().get()
  const pair = database.transaction((n) => {
    database.prepare('insert into password_resets values (?, ?, ?, 1, 1)').run('pair-' + n, user, '')
    database.prepare(\`insert into sessions (id, user_id, amr, secret_hash, authenticated_at,
      created_at, last_used_at, refresh_expires_at, expires_at, ip_address, user_agent)
      values (?, ?, '', '', 1, 1, 1, 1, 1, '', '')\`).run('pair-' + n, user)
  })
  for (let n = 0; ; n++) {
    pair(n)
    if (n === 10) console.log('at work')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }`

test('what is no database of ours is not taken for a backup', async () => {
  const foreign = temporaryFile()
  new Sqlite(foreign).exec('create table invoices (id int)').close()
  await expect(backUpFile({ file: foreign, to: temporaryFile() })).rejects.toThrow('no database of')
  const missing = temporaryFile()
  await expect(backUpFile({ file: missing, to: temporaryFile() })).rejects.toThrow('There is no')
  expect(existsSync(missing)).toBe(false)
})

test('a backup is restored where nothing is, readable by its owner only', async () => {
  const [backup, to] = [await aBackup('old'), temporaryFile()]
  const before = readFileSync(backup)
  expect((await restore(backup, to)).aside).toBeNull()
  expect(namesIn(to)).toEqual(['old'])
  expect(statSync(to).mode & 0o777).toBe(0o600)
  expect(besides(to)).toEqual(['latchkey.db'])
  expect(readFileSync(backup).equals(before)).toBe(true)
})

test('a database that is there stays, unless it is moved aside or empty', async () => {
  const [backup, to] = [await aBackup('old'), await aDatabase('present')]
  await expect(restore(backup, to)).rejects.toThrow('add --force to move it aside')
  expect(namesIn(to)).toEqual(['present'])
  const { aside } = await restore(backup, to, true)
  expect(besides(to)).toEqual([to, aside].map((file) => basename(file ?? '')))
  expect([namesIn(to), namesIn(aside ?? '')]).toEqual([['old'], ['present']])
  const empty = temporaryFile()
  writeFileSync(empty, '')
  expect((await restore(backup, empty)).aside).toBeNull()
  expect(namesIn(empty)).toEqual(['old'])
})

test('a database that a server has open is left alone, also while the server is idle', async () => {
  const backup = await aBackup('old')
  const to = temporaryFile()
  const server = await openTestFile(to)
  await expect(restore(backup, to, true)).rejects.toThrow('stop it first')
  await server.close()
  await restore(backup, to, true)
  expect(namesIn(to)).toEqual(['old'])
})

test('nobody gets at the place of a database while a restore is under way', async () => {
  const [backup, to] = [await aBackup('old'), await aDatabase('present')]
  const staged = await stageRestore({ backup, to, force: true })
  const other = new Sqlite(to, { timeout: 50 })
  expect(() => other.pragma('journal_mode = WAL')).toThrow('locked')
  staged.finish()
  // It has the former file in its hands, and may not write what would be lost.
  expect(() => other.exec("insert into setup_tokens values ('late', 'hash', 1)")).toThrow(
    'readonly',
  )
  other.close()
  expect(namesIn(to)).toEqual(['old'])
})

test('a restore that is given up leaves everything as it was', async () => {
  const [backup, to] = [await aBackup('old'), await aDatabase('present')]
  const staged = await stageRestore({ backup, to, force: true })
  staged.discard()
  expect(besides(to)).toEqual(['latchkey.db'])
  expect(namesIn(to)).toEqual(['present'])
})

test('a database that came into being meanwhile is not overwritten', async () => {
  const [backup, to] = [await aBackup('old'), temporaryFile()]
  const staged = await stageRestore({ backup, to, force: true })
  copyFileSync(await aDatabase('present'), to)
  expect(() => staged.finish()).toThrow('EEXIST')
  expect(namesIn(to)).toEqual(['present'])
  expect(besides(to)).toEqual(['latchkey.db'])
})

test('a damaged backup is refused before anything is touched', async () => {
  const [backup, to] = [await aBackup('old'), await aDatabase('present')]
  const bytes = readFileSync(backup)
  bytes.fill(7, bytes.length - 4096 * 3)
  writeFileSync(backup, bytes)
  await expect(restore(backup, to, true)).rejects.toThrow('damaged')
  writeFileSync(backup, 'This is a letter. '.repeat(100))
  await expect(restore(backup, to, true)).rejects.toThrow('damaged')
  expect(namesIn(to)).toEqual(['present'])
  expect(besides(to)).toEqual(['latchkey.db'])
})

test('a file that was copied from under a server is no backup', async () => {
  const file = temporaryFile()
  const server = await openTestFile(file)
  await server.write
    .insertInto('locks')
    .values({ name: 'late' as never })
    .execute()
  await expect(restore(file, temporaryFile())).rejects.toThrow('is no whole backup')
})

test('the log of a database that is gone does not get into a restored one', async () => {
  const [backup, to] = [await aBackup('old'), temporaryFile()]
  writeFileSync(`${to}-wal`, 'frames')
  await expect(restore(backup, to, true)).rejects.toThrow('move it away')
})

test('a database too damaged for any lock is moved aside, and nothing of it is left', async () => {
  const [backup, to] = [await aBackup('old'), temporaryFile()]
  writeFileSync(to, 'This is a letter. '.repeat(100))
  writeFileSync(`${to}-wal`, 'frames')
  await expect(restore(backup, to)).rejects.toThrow('--force')
  const { aside } = await restore(backup, to, true)
  expect(namesIn(to)).toEqual(['old'])
  expect(existsSync(`${to}-wal`)).toBe(false)
  expect(readFileSync(aside ?? '', 'utf8')).toMatch(/^This is a letter/)
})

test('a backup of an older version is migrated, one of a newer version refused', async () => {
  const older = temporaryFile()
  await backUpFile({ file: await aDatabase('old', FIRST), to: older })
  const to = temporaryFile()
  const { migrated } = await restore(older, to)
  expect(migrated).toEqual(Object.keys(MIGRATIONS).slice(1))
  const newer = await aBackup('new')
  const opened = new Sqlite(newer)
  opened.exec("insert into kysely_migration values ('9999-later', '2040-01-01T00:00:00Z')")
  opened.close()
  await expect(restore(newer, temporaryFile())).rejects.toThrow('a newer version')
})

test('what a killed restore left is removed by the next one', async () => {
  const [backup, to] = [await aBackup('old'), temporaryFile()]
  const child = spawn(process.execPath, ['--eval', ''])
  await once(child, 'close')
  for (const name of [`${to}.restoring-${child.pid}`, `${to}.restoring-${child.pid}-wal`])
    writeFileSync(name, 'half')
  await restore(backup, to)
  expect(besides(to)).toEqual(['latchkey.db'])
})
