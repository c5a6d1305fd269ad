import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { dumpSchema } from '../testing/dump-schema.ts'
import { migrateInProcess } from '../testing/migrate-in-process.ts'
import { openTestFile, temporaryFile } from '../testing/test-database.ts'
import { migrateDown, migrateUp, migrationStatus } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'

const NAMES = Object.keys(MIGRATIONS)
const output = (child: ChildProcess): Promise<string> => text(child.stdout ?? Readable.from([]))

const appliedBy = async (children: readonly ChildProcess[]): Promise<string[]> => {
  const printed = await Promise.all(children.map(output))
  return printed.flatMap((json) => JSON.parse(json) as string[])
}

test('of five processes that start at once one migrates and the others find it done', async () => {
  const file = temporaryFile()
  const children = Array.from({ length: 5 }, () => migrateInProcess(file))
  expect(await appliedBy(children)).toEqual(NAMES)
  expect(await migrateUp(file)).toEqual([])
})

test('a process killed in the middle leaves nothing, and those who waited finish the job', async () => {
  const file = temporaryFile()
  const pause = `'9999-slow': { up: () => {
    console.log('half')
    return new Promise((resolve) => setTimeout(resolve, 60_000))
  } }`
  const dying = migrateInProcess(file, { extra: pause })
  await once(dying.stdout ?? new Readable(), 'data')
  const waiting = Array.from({ length: 2 }, () => migrateInProcess(file))
  const applied = appliedBy(waiting)
  await new Promise((resolve) => setTimeout(resolve, 500))
  dying.kill('SIGKILL')
  expect(await applied).toEqual(NAMES)
})

test('a migration that fails takes back all that ran with it, and its error is told', async () => {
  const file = temporaryFile()
  const bad = { up: () => Promise.reject(new Error('boom')) }
  await expect(migrateUp(file, { ...MIGRATIONS, '9999-bad': bad })).rejects.toThrow('boom')
  expect((await migrationStatus(file)).map(({ appliedAt }) => appliedAt)).toEqual(
    NAMES.map(() => null),
  )
})

test('up, down and up again give the same schema, and it is the one committed', async () => {
  const file = temporaryFile()
  const dump = async () => dumpSchema(await openTestFile(file))
  const first = await dump()
  for (const name of [...NAMES].reverse()) expect(await migrateDown(file)).toEqual([name])
  expect(await migrateDown(file)).toEqual([])
  expect(await migrateUp(file)).toEqual(NAMES)
  expect(await dump()).toBe(first)
  // When this fails after a new migration: npm run gen.
  expect(first).toBe(readFileSync(new URL('../../schema.sql', import.meta.url), 'utf8'))
})

test('down leaves no table behind', async () => {
  const file = temporaryFile()
  await migrateUp(file)
  for (const _ of NAMES) await migrateDown(file)
  const { openFile } = await import('../shared/open-file.ts')
  const sqlite = await openFile({ file, synchronous: 'NORMAL', patienceMs: 0 })
  const names = sqlite
    .prepare("select name from sqlite_master where name not like 'kysely_%'")
    .all()
  sqlite.close()
  expect(names.filter((row) => !JSON.stringify(row).includes('sqlite_autoindex_kysely'))).toEqual(
    [],
  )
})

test('the status names every migration and when it was applied', async () => {
  const file = temporaryFile()
  expect(await migrationStatus(file)).toEqual(NAMES.map((name) => ({ name, appliedAt: null })))
  await migrateUp(file)
  for (const { appliedAt } of await migrationStatus(file)) expect(appliedAt).toBeInstanceOf(Date)
})
