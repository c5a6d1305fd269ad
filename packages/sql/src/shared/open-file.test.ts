import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { openTestFile, temporaryFile } from '../testing/test-database.ts'
import { openDatabase } from './database.ts'
import { openFile } from './open-file.ts'
import { DatabaseProblem, databaseProblem } from './problems.ts'

const problemOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DatabaseProblem)) throw new Error('no DatabaseProblem', { cause: error })
  return error.message
}

test('a missing folder is named with its mend, and nothing is made in its place', async () => {
  const file = join(dirname(temporaryFile()), 'missing', 'latchkey.db')
  for (const work of [openDatabase({ location: file }), migrateUp(file)])
    expect(await problemOf(work)).toBe(
      `The database ${file} cannot be used because its folder ${dirname(file)} does not exist: ` +
        'create the folder or correct the path of the database.',
    )
})

test('a file that is no database is left alone and told', async () => {
  const file = temporaryFile()
  writeFileSync(file, 'This is a letter, not a database. '.repeat(200))
  expect(await problemOf(openDatabase({ location: file }))).toContain(
    `${file} cannot be used because it is damaged`,
  )
})

test('a damaged database is told as such', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  const sqlite = new Sqlite(file)
  sqlite.pragma('wal_checkpoint(TRUNCATE)')
  const intact = sqlite.serialize()
  sqlite.close()
  writeFileSync(
    file,
    Buffer.concat([intact.subarray(0, 100), Buffer.alloc(intact.length - 100, 7)]),
  )
  expect(await problemOf(openDatabase({ location: file }))).toContain('it is damaged')
})

test('a folder in the place of the file is told', async () => {
  const file = temporaryFile()
  mkdirSync(file)
  expect(await problemOf(openDatabase({ location: file }))).toContain('check that it is one')
})

test('a database that another process keeps for itself is told after some patience', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  const other = new Sqlite(file)
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('begin exclusive')
  const opening = openFile({ file, synchronous: 'FULL', patienceMs: 200 })
  expect(await problemOf(opening)).toContain('another process keeps it locked')
  other.close()
})

test('a database of a newer version is refused by every way in', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  const sqlite = new Sqlite(file)
  sqlite.exec("insert into kysely_migration values ('0999-future', '2040-01-01T00:00:00.000Z')")
  sqlite.close()
  for (const work of [openDatabase({ location: file }), migrateUp(file)])
    expect(await problemOf(work)).toMatch(/newer version of Latchkey \(0999-future\)/)
})

test.each([
  ['EACCES', 'make both writable'],
  ['EROFS', 'make both writable'],
  ['SQLITE_READONLY_DIRECTORY', 'make both writable'],
  ['SQLITE_CORRUPT_INDEX', 'restore it from a backup'],
  ['SQLITE_IOERR_WRITE', 'check the disk'],
  ['SQLITE_BUSY_RECOVERY', 'stop that process'],
  ['ODD', 'an unexpected error (boom)'],
])('the mend of %s is told: %s', (code, mend) => {
  const { message } = databaseProblem(
    '/srv/latchkey.db',
    Object.assign(new Error('boom'), { code }),
  )
  expect(message).toMatch(/^The database \/srv\/latchkey\.db cannot be used because /)
  expect(message).toContain(mend)
})

test('commits survive a power cut unless the operator chose otherwise', async () => {
  const file = temporaryFile()
  for (const [synchronous, level] of [
    ['FULL', 2],
    ['NORMAL', 1],
  ] as const) {
    const sqlite = await openFile({ file, synchronous, patienceMs: 0 })
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
      sqlite.pragma(name, { simple: true }),
    )
    sqlite.close()
    expect(pragmas).toEqual(['wal', level, 1])
  }
})

test('the reading connection cannot write', async () => {
  const { read } = await openTestFile(temporaryFile())
  await expect(read.deleteFrom('users').execute()).rejects.toThrow('readonly')
})

test('a database is ready while it is open', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  const database = await openDatabase({ location: file })
  expect(await database.isReady()).toBe(true)
  await database.close()
  expect(await database.isReady()).toBe(false)
})
