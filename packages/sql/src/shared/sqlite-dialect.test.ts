import Sqlite from 'better-sqlite3'
import { CompiledQuery, Kysely } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryFile } from '../testing/test-database.ts'
import { openFile } from './open-file.ts'
import { DatabaseUnavailable } from './problems.ts'
import { ImmediateSqliteDialect } from './sqlite-dialect.ts'
import { cacheStatements } from './statement-cache.ts'

interface Tables {
  notes: { text: string }
}

/** Our connection with the given patience, and one of another process. */
const open = async (patienceMs: number) => {
  const file = temporaryFile()
  const ours = await openFile({ file, synchronous: 'NORMAL', patienceMs })
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ file: ours, patienceMs }) })
  const other = new Sqlite(file)
  other.exec('create table notes (text)')
  onTestFinished(() => {
    ours.close()
    other.close()
  })
  const insert = (text: string) => db.insertInto('notes').values({ text }).execute()
  const count = () => (other.prepare('select count(*) as n from notes').get() as { n: number }).n
  return { db, ours, other, insert, count }
}

test.each(['a single write', 'a transaction'])('%s waits for another process', async (kind) => {
  const { db, other, insert, count } = await open(5_000)
  other.exec('begin immediate')
  const writing =
    kind === 'a single write'
      ? insert('ours')
      : db.transaction().execute((on) => on.insertInto('notes').values({ text: 'ours' }).execute())
  setTimeout(() => other.exec('commit'), 300)
  await writing
  expect(count()).toBe(1)
})

test('while it waits, the event loop goes on, and in the end it says so', async () => {
  const { db, other, insert } = await open(600)
  other.exec('begin immediate')
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 5)
  await expect(insert('ours')).rejects.toThrow(DatabaseUnavailable)
  await expect(db.transaction().execute(async () => 'begun')).rejects.toThrow(DatabaseUnavailable)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(10)
  other.exec('commit')
  await vi.waitFor(() => insert('ours'))
})

test('once the first has lost patience with a lock, nobody in line behind waits as long again', async () => {
  const { other, insert, count } = await open(600)
  other.exec('begin immediate')
  const line = Array.from({ length: 30 }, (_, place) => insert(`in line ${place}`))
  const begun = performance.now()
  const refused = await Promise.allSettled(line)
  // One after the other they would have waited 18 s.
  expect(performance.now() - begun).toBeLessThan(6_000)
  for (const one of refused)
    expect(one).toMatchObject({ status: 'rejected', reason: { name: 'DatabaseUnavailable' } })

  other.exec('commit')
  await vi.waitFor(() => insert('the first'))
  await Promise.all([insert('the second'), insert('the third')])
  expect(count()).toBe(3)
})

test('a transaction holds the write lock from its start, so what it read cannot go stale', async () => {
  const { db, other } = await open(1_000)
  other.pragma('busy_timeout = 0')
  await db.transaction().execute(async (on) => {
    await on.selectFrom('notes').selectAll().execute()
    expect(() => other.exec("insert into notes values ('theirs')")).toThrow('locked')
    await on.insertInto('notes').values({ text: 'ours' }).execute()
  })
})

test('a full disk is reported as what it is, and the next transaction works', async () => {
  const { db, ours, insert, count } = await open(1_000)
  const pages = Number(ours.pragma('page_count', { simple: true }))
  ours.pragma(`max_page_count = ${pages + 1}`)
  const filling = db.transaction().execute((on) =>
    on
      .insertInto('notes')
      .values({ text: 'x'.repeat(100_000) })
      .execute(),
  )
  await expect(filling).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  ours.pragma('max_page_count = 1000000')
  await insert('ours')
  expect(count()).toBe(1)
})

test('a kept statement follows a schema that another process changed', async () => {
  const { db, other, insert } = await open(1_000)
  await insert('one')
  const all = () => db.executeQuery(CompiledQuery.raw('select * from notes'))
  expect((await all()).rows).toEqual([{ text: 'one' }])
  other.exec("alter table notes add column author text default 'ada'")
  expect((await all()).rows).toEqual([{ text: 'one', author: 'ada' }])
})

test('statements are kept up to a limit, the oldest goes first, and DDL forgets them all', () => {
  const sqlite = new Sqlite(':memory:')
  const cached = cacheStatements(sqlite, 2)
  const [one, two] = [cached.prepare('select 1'), cached.prepare('select 2')]
  expect(cached.prepare('select 1')).toBe(one)
  cached.prepare('select 3')
  expect(cached.prepare('select 2')).toBe(two)
  expect(cached.prepare('select 1')).not.toBe(one)
  cached.prepare('create table t (a)')
  expect(cached.prepare('select 1')).not.toBe(one)
  cached.close()
  expect(sqlite.open).toBe(false)
})
