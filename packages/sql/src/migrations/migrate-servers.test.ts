import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openModelDatabase } from '../copy/model-database.ts'
import { openServer } from '../shared/open-server.ts'
import { SERVING } from '../shared/pool-limits.ts'
import { dumpServerSchema } from '../testing/dump-server-schema.ts'
import { describeServers } from '../testing/engines.ts'
import { migrateInProcess } from '../testing/migrate-in-process.ts'
import { migrateDown, migrateUp, migrationStatus } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'

const NAMES = Object.keys(MIGRATIONS)
/** Every fourth statement stands for all: a process started again passes over all before it. */
const STRIDE = 4

const appliedBy = async (children: readonly ChildProcess[]): Promise<string[]> => {
  const printed = await Promise.all(
    children.map((child) => text(child.stdout ?? Readable.from([]))),
  )
  return printed.flatMap((json) => JSON.parse(json) as string[])
}

/** How many references go with what they refer to, as the migrations made them in SQLite. */
const countCascades = async (): Promise<number> => {
  const model = await openModelDatabase()
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from sqlite_master t join pragma_foreign_key_list(t.name) f
    where t.type = 'table' and f.on_delete = 'CASCADE'`.execute(model.db)
  await model.close()
  return Number(rows[0]?.n)
}

describeServers(({ name, emptyLocation }) => {
  const dump = (url: string) => dumpServerSchema(name, url)

  test('of five processes that start at once one migrates and the others find it done', async () => {
    const url = await emptyLocation()
    const children = Array.from({ length: 5 }, () => migrateInProcess(url))
    expect(await appliedBy(children)).toEqual(NAMES)
    expect(await migrateUp(url)).toEqual([])
    for (const { appliedAt } of await migrationStatus(url)) expect(appliedAt).toBeInstanceOf(Date)
  })

  test('up, down and up again give the same schema, and down leaves nothing behind', async () => {
    const url = await emptyLocation()
    await migrateUp(url)
    const first = await dump(url)
    for (const migration of [...NAMES].reverse())
      expect(await migrateDown(url)).toEqual([migration])
    expect(await migrateDown(url)).toEqual([])
    expect(await dump(url)).toEqual([])
    await migrateUp(url)
    expect(await dump(url)).toEqual(first)
    expect(first.length).toBeGreaterThan(11)
  })

  test('a process killed at any statement leaves what the next one finishes', async () => {
    const [killed, fresh] = [await emptyLocation(), await emptyLocation()]
    let kills = 0
    for (;;) {
      const child = migrateInProcess(killed, { dieBefore: kills * STRIDE })
      const [code, signal] = await once(child, 'close')
      if (signal !== 'SIGKILL') {
        expect(code).toBe(0)
        break
      }
      kills += 1
    }
    expect(kills).toBeGreaterThan(4)
    await migrateUp(fresh)
    expect(await dump(killed)).toEqual(await dump(fresh))
  }, 60_000)

  test('those who wait for a process that dies finish the job', async () => {
    const url = await emptyLocation()
    const pause = `'9999-slow': { up: () => {
      console.log('half')
      return new Promise((resolve) => setTimeout(resolve, 60_000))
    } }`
    const dying = migrateInProcess(url, { extra: pause })
    await once(dying.stdout ?? new Readable(), 'data')
    const applied = Promise.all(Array.from({ length: 2 }, () => migrateUp(url)))
    await wait(300)
    dying.kill('SIGKILL')
    // PostgreSQL has taken back the whole run, MySQL only what had not finished.
    expect((await applied).flat()).toEqual(name === 'MySQL' ? [] : NAMES)
    expect((await migrationStatus(url)).every(({ appliedAt }) => appliedAt)).toBe(true)
  })

  test('what belongs to a user goes with them, and nothing is kept for nobody', async () => {
    const url = await emptyLocation()
    await migrateUp(url)
    const db = await openServer<unknown>(url, SERVING)
    const orphan = sql`insert into user_roles (user_id, role) values ('nobody', 'admin')`
    await expect(orphan.execute(db)).rejects.toHaveProperty(
      'cause.message',
      expect.stringMatching(/foreign key/),
    )
    await db.destroy()
    const constraints = (await dump(url)).join('\n').match(/ON DELETE CASCADE/g)
    expect(constraints).toHaveLength(await countCascades())
  })

  if (name === 'MySQL')
    test('every text is compared byte by byte, whatever the default of the database', async () => {
      const url = await emptyLocation()
      await migrateUp(url)
      const db = await openServer<unknown>(url, SERVING)
      const { rows } = await sql<{ collation: string }>`
        select distinct collation_name as collation from information_schema.columns
        where table_schema = database() and table_name not like 'kysely%'
        and collation_name is not null`.execute(db)
      await db.destroy()
      expect(rows).toEqual([{ collation: 'utf8mb4_bin' }])
    })
})
