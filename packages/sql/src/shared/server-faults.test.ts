import { setTimeout as wait } from 'node:timers/promises'
import { aUser, NOON } from '@latchkey/core/testing'
import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { describeServers } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'
import { atomically } from './connections.ts'
import { openServer } from './open-server.ts'
import type { PoolLimits } from './pool-limits.ts'
import { DatabaseConflict, DatabaseUnavailable } from './problems.ts'

const QUICK: PoolLimits = { connections: 2, connectMs: 300, statementMs: 500, lockMs: 1_000 }

describeServers(({ name, open, emptyLocation }) => {
  const isPostgres = name === 'PostgreSQL'

  const openQuick = async (limits = QUICK) => {
    const db = await openServer<unknown>(await emptyLocation(), limits)
    onTestFinished(() => db.destroy())
    return db
  }

  const ownId = async (db: QueryExecutorProvider): Promise<number> => {
    const query = isPostgres
      ? sql`select pg_backend_pid() as id`
      : sql`select connection_id() as id`
    const { rows } = await query.execute(db)
    return Number((rows[0] as { id: unknown }).id)
  }

  /** Ends a connection as an operator or a restart of the server would. */
  const end = async (db: QueryExecutorProvider, id: number): Promise<void> => {
    await (isPostgres
      ? sql`select pg_terminate_backend(${id})`
      : sql`kill connection ${sql.lit(id)}`
    ).execute(db)
    await wait(50)
  }

  const sleep = (seconds: number) =>
    isPostgres ? sql`select pg_sleep(${seconds})` : sql`select sleep(${seconds})`

  test('a connection that is lost in a unit of work takes nothing but that work with it', async () => {
    const database = await open()
    const { stores, unitOfWork } = testStorage(database)
    const work = database.write.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('locks')
        .set({ name: 'setup_tokens' })
        .where('name', '=', 'setup_tokens')
        .execute()
      await end(database.read, await ownId(transaction))
      await transaction.selectFrom('locks').selectAll().execute()
    })
    await expect(work).rejects.toThrow(DatabaseUnavailable)
    await unitOfWork.run(({ users }) => users.add(aUser()))
    expect(await stores.users.find('user-1')).toEqual(aUser())
  })

  test('a statement goes on working when another process adds a column meanwhile', async () => {
    const location = await emptyLocation()
    const [db, other] = await Promise.all(
      [1, 2].map((connections) =>
        openServer<{ t: { a: number } }>(location, { ...QUICK, connections }),
      ),
    )
    if (!db || !other) throw new Error('not opened')
    onTestFinished(() => db.destroy())
    onTestFinished(() => other.destroy())
    await sql`create table t (a integer)`.execute(other)
    const read = (on: Kysely<{ t: { a: number } }>) => on.selectFrom('t').selectAll().execute()
    for (let use = 0; use < 3; use++) expect(await read(db)).toEqual([])
    await sql`alter table t add column b integer`.execute(other)
    await sql`insert into t (a, b) values (1, 2)`.execute(other)
    expect(await read(db)).toEqual([{ a: 1, b: 2 }])
    await sql`alter table t drop column b`.execute(other)
    expect(await atomically({ write: db as never }, (on) => read(on as never))).toEqual([{ a: 1 }])
  })

  test('idle connections that are lost are replaced without anybody noticing', async () => {
    const db = await openQuick({ ...QUICK, connections: 1 })
    const other = await openQuick()
    await end(other, await ownId(db))
    await wait(100)
    await sql`select 1`.execute(db)
  })

  test('a statement that takes too long is given up, and its connection is never handed on', async () => {
    const db = await openQuick({ ...QUICK, connections: 1 })
    const begun = performance.now()
    await expect(sleep(4).execute(db)).rejects.toThrow(DatabaseUnavailable)
    await sql`select 1`.execute(db)
    expect(performance.now() - begun).toBeLessThan(3_000)
  })

  test('who gets no connection is told so, and is served when there is one', async () => {
    const db = await openQuick({ ...QUICK, connections: 1, statementMs: 5_000 })
    const holding = sleep(1).execute(db)
    await expect(sql`select 1`.execute(db)).rejects.toThrow(DatabaseUnavailable)
    await holding
    await sql`select 1`.execute(db)
  })

  test('a lock that is held too long is given up', async () => {
    const db = await openQuick({ ...QUICK, statementMs: 5_000 })
    await sql`create table notes (id integer primary key)`.execute(db)
    await sql`insert into notes values (1)`.execute(db)
    const select = sql`select id from notes for update`
    await db.transaction().execute(async (transaction) => {
      await select.execute(transaction)
      const outcome = await select.execute(db).catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(DatabaseUnavailable)
      expect(outcome).not.toBeInstanceOf(DatabaseConflict)
    })
  })

  test('two units of work that wait for each other both come to their end', async () => {
    const { stores, unitOfWork } = testStorage(await open())
    for (const id of ['user-1', 'user-2'])
      await stores.users.add(aUser({ id, email: `${id}@x.org` }))
    const inOrder = (first: string, second: string) =>
      unitOfWork.run(async ({ users }) => {
        await users.lock(first)
        await wait(100)
        await users.lock(second)
        await users.recordLogin(second, NOON)
      })
    await Promise.all([inOrder('user-1', 'user-2'), inOrder('user-2', 'user-1')])
    for (const id of ['user-1', 'user-2'])
      expect((await stores.users.find(id))?.lastLoginAt).toEqual(NOON)
  })

  test('a conflict without end is repeated three times and then told', async () => {
    const database = await open()
    let runs = 0
    const work = atomically(database, () => {
      runs += 1
      return Promise.reject(new DatabaseConflict('again'))
    })
    await expect(work).rejects.toThrow(DatabaseUnavailable)
    expect(runs).toBe(4)
  })

  test('a text that does not fit is refused, never cut off', async () => {
    const { stores } = testStorage(await open())
    await expect(stores.users.add(aUser({ firstName: 'x'.repeat(401) }))).rejects.toThrow()
    expect(await stores.users.find('user-1')).toBeNull()
  })
})
