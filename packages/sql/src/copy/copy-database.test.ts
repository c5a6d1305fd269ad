import { readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { openForMigration } from '../migrations/open-for-migration.ts'
import { openDatabase } from '../shared/database.ts'
import { describeEngines, describeServers, type Engine } from '../testing/engines.ts'
import { countRows, fillTables } from '../testing/fill-tables.ts'
import { temporaryFile } from '../testing/test-database.ts'
import { copyDatabase } from './copy-database.ts'
import { openModelDatabase } from './model-database.ts'
import { withSource } from './open-source.ts'
import { digestOf } from './table-digest.ts'

const at = <T>(location: string, work: (db: Kysely<unknown>) => Promise<T>): Promise<T> =>
  openForMigration(location, work)

const filled = async (
  engine: Pick<Engine, 'emptyLocation'>,
  fill: Parameters<typeof fillTables>[1] = { rows: 30 },
): Promise<string> => {
  const location = await engine.emptyLocation()
  await migrateUp(location)
  await at(location, (db) => fillTables(db, fill))
  return location
}

const file = { emptyLocation: async () => temporaryFile() }

describeServers((target) => {
  describeEngines((source) => {
    test('every value of every table arrives as it was', async () => {
      const isPostgres = [source.name, target.name].includes('PostgreSQL')
      const from = await filled(source, { rows: 60, withNul: !isPostgres })
      const to = await target.emptyLocation()
      const copied = await copyDatabase({ from, to })
      const counts = await at(to, countRows)
      expect(Object.values(counts).every((count) => count >= 60)).toBe(true)
      expect(counts).toEqual(Object.fromEntries(copied.map(({ table, rows }) => [table, rows])))
      const { tables, close } = await openModelDatabase()
      for (const table of tables) {
        const values = (db: Kysely<unknown>) =>
          sql`select * from ${sql.table(table.name)}`.execute(db).then(({ rows }) => rows)
        const [there, here] = [await at(to, values), await at(from, values)]
        expect(there.map(inOneOrder).sort()).toEqual(here.map(inOneOrder).sort())
      }
      await close()
    })
  })

  test('a copy that was broken off goes on, and no server takes the half of it', async () => {
    const from = await filled(file, { rows: 700 })
    const to = await target.emptyLocation()
    const seen: number[] = []
    for (let breaks = 0; breaks < 3; breaks++) {
      const breakOff = (_: string, rows: number) => {
        seen.push(rows)
        if (seen.length % 4 === 0) throw new Error('broken off')
      }
      await expect(copyDatabase({ from, to, onProgress: breakOff })).rejects.toThrow('broken off')
      await expect(openDatabase({ location: to })).rejects.toThrow('run latchkey copy again')
    }
    await copyDatabase({ from, to })
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(await at(to, countRows)).toEqual(await at(from, countRows))
    await (await openDatabase({ location: to })).close()
  })

  test('a copy that was finished is not done again', async () => {
    const from = await filled(file)
    const to = await target.emptyLocation()
    await copyDatabase({ from, to })
    await expect(copyDatabase({ from, to })).rejects.toThrow('The target is not empty')
  })

  test('a database that holds anything is not copied into', async () => {
    const from = await filled(file)
    const inUse = await filled(target, { rows: 1 })
    await expect(copyDatabase({ from, to: inUse })).rejects.toThrow('The target is not empty')
    expect((await at(inUse, countRows))['users']).toBe(1)
    const foreign = await target.emptyLocation()
    await at(foreign, (db) => sql`create table invoices (id int)`.execute(db))
    const copying = copyDatabase({ from, to: foreign })
    await expect(copying).rejects.toThrow('it has the table invoices')
    await at(foreign, async (db) => expect(await db.introspection.getTables()).toHaveLength(1))
  })

  test('what is written to the source meanwhile is told by the name of its table', async () => {
    for (const [statement, table] of [
      [sql`update sessions set user_agent = 'changed' where id = '0'`, 'sessions'],
      [sql`delete from messages where id = '1 '`, 'messages'],
      [sql`insert into user_roles values ('2  ', 'late')`, 'user_roles'],
    ] as const) {
      const from = await filled(file)
      const to = await target.emptyLocation()
      const writes: Promise<unknown>[] = []
      const write = (phase: string) => {
        if (phase === 'compare' && writes.length === 0)
          writes.push(at(from, (db) => statement.execute(db)))
      }
      const copying = copyDatabase({ from, to, onProgress: write })
      await expect(copying).rejects.toThrow(`changed while it was copied (${table})`)
      await Promise.all(writes)
      await expect(openDatabase({ location: to })).rejects.toThrow('not finished')
    }
  })

  test('a row that refers to one which came too late is told as such', async () => {
    const from = await filled(file)
    const to = await target.emptyLocation()
    const breakOff = () => {
      throw new Error('broken off')
    }
    await expect(copyDatabase({ from, to, onProgress: breakOff })).rejects.toThrow('broken off')
    const { tables, close } = await openModelDatabase()
    await close()
    const users = tables.find(({ name }) => name === 'users')
    await at(from, async (db) => {
      const others = users?.columns.filter((name) => !name.startsWith('email_c') && name !== 'id')
      const columns = sql.join((others ?? []).map((name) => sql.ref(name)))
      await sql`insert into users (id, email_canonical, ${columns})
        select '!', 'late@example.org', ${columns} from users limit 1`.execute(db)
      await sql`insert into user_roles values ('!', 'admin')`.execute(db)
    })
    await at(to, (db) =>
      sql`update copy_progress set last_key = '["~"]', copied_rows = 30
      where table_name = 'users'`.execute(db),
    )
    await expect(copyDatabase({ from, to })).rejects.toThrow('changed while it was copied')
  })

  test('of two copies into one database one is refused, and no row comes twice', async () => {
    const from = await filled(file, { rows: 700 })
    const to = await target.emptyLocation()
    const outcomes = await Promise.allSettled([1, 2].map(() => copyDatabase({ from, to })))
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refusals.map(String)).toEqual([
      expect.stringMatching(/Another process copies|target is not empty/),
    ])
    expect(await at(to, countRows)).toEqual(await at(from, countRows))
  })

  test('the source is only read', async () => {
    const from = await filled(file)
    const before = readFileSync(from)
    await copyDatabase({ from, to: await target.emptyLocation() })
    expect(readFileSync(from).equals(before)).toBe(true)
    const server = await filled(target, { rows: 2 })
    const writing = withSource(server, (db) => sql`delete from sessions`.execute(db))
    await expect(writing).rejects.toThrow(/read.only/i)
  })

  test('a source of an older version is refused as it is', async () => {
    const from = temporaryFile()
    await migrateUp(from, Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 1)))
    const copying = copyDatabase({ from, to: await target.emptyLocation() })
    await expect(copying).rejects.toThrow('run latchkey migrate up first')
  })

  if (target.name === 'PostgreSQL')
    test('a NUL, which PostgreSQL does not keep, is told by its place', async () => {
      const from = await filled(file, { rows: 1 })
      await at(from, (db) => sql`update users set username = ${'a\0b'}`.execute(db))
      const copying = copyDatabase({ from, to: await target.emptyLocation() })
      await expect(copying).rejects.toThrow('users.username has one where id is 0')
    })
})

test('a copy goes to a server, never into a file', async () => {
  const copying = copyDatabase({ from: await filled(file), to: temporaryFile() })
  await expect(copying).rejects.toThrow('must be a URL')
})

test('a table of a later migration is copied without being named', async () => {
  const later = {
    up: (db: Kysely<unknown>) =>
      sql`create table aaa_keys (id varchar(36) primary key, user_id varchar(36) references users (id))`
        .execute(db)
        .then(() => undefined),
  }
  const { tables, close } = await openModelDatabase({ ...MIGRATIONS, '9999-later': later })
  await close()
  const names = tables.map(({ name }) => name)
  expect(names.indexOf('aaa_keys')).toBeGreaterThan(names.indexOf('users'))
  expect(tables.at(names.indexOf('aaa_keys'))).toEqual({
    name: 'aaa_keys',
    columns: ['id', 'user_id'],
    key: ['id'],
  })
})

test('two tables differ when a row moved, changed or is there twice', async () => {
  const model = await openModelDatabase()
  const locks = model.tables.find(({ name }) => name === 'locks')
  if (!locks) throw new Error('no table of locks')
  const digests = new Set<string>()
  for (const statement of [
    sql`select 1`,
    sql`insert into locks values ('one')`,
    sql`insert into locks values ('One')`,
    sql`update locks set name = 'other' where name = 'one'`,
    sql`delete from locks where name = 'One'`,
  ]) {
    await statement.execute(model.db)
    digests.add((await digestOf(model.db, locks)).digest)
  }
  expect(digests.size).toBe(5)
  await model.close()
})

const inOneOrder = (row: unknown): string =>
  JSON.stringify(Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1)))
