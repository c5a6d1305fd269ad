import { eraseUser } from '@latchkey/core'
import { anOrigin, countingSecrets, fixedClock } from '@latchkey/core/testing'
import { type QueryExecutorProvider, sql } from 'kysely'
import { expect, test } from 'vitest'
import { openModelDatabase } from '../copy/model-database.ts'
import type { Database } from '../shared/database.ts'
import { describeEngines } from '../testing/engines.ts'
import { fillTables } from '../testing/fill-tables.ts'
import { testStorage } from '../testing/test-database.ts'

/** The sixth row of every table is about her. */
const ROWS = 7
const EVE = { id: '5🗝️', email: 'Eve@example.org', canonical: 'eve@example.org' }
/** What stands in her rows where nothing refers to another table. */
const FILLED = "5'"
const NAMES_SOMEBODY = /^(user|actor)_id$|_by$/

type Row = Readonly<Record<string, unknown>>
type Rows = ReadonlyMap<string, readonly Row[]>

const tablesOf = async () => {
  const model = await openModelDatabase()
  await model.close()
  return model.tables
}

const setWhereFilled = (db: QueryExecutorProvider, table: string, column: string, value: string) =>
  sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value}
    where ${sql.ref(column)} = ${FILLED}`.execute(db)

/** Fills every table there is; in one row of each everything that may name somebody names Eve. */
const fillWithEve = async ({ write }: Database) => {
  // The rows to lock are part of the schema; those of an earlier test begin with a digit.
  await sql`delete from locks where name < 'a'`.execute(write)
  await fillTables(write, { rows: ROWS })
  for (const { name, columns } of await tablesOf())
    for (const column of columns)
      if (column.endsWith('_canonical')) await setWhereFilled(write, name, column, EVE.canonical)
      else if (/email$|^recipient$/.test(column))
        await setWhereFilled(write, name, column, EVE.email)
      else if (NAMES_SOMEBODY.test(column)) await setWhereFilled(write, name, column, EVE.id)
  for (const table of ['users', 'pre_registrations'])
    await sql`update ${sql.table(table)} set preferences = '{}'`.execute(write)
  // Its ids are those of the sessions.
  await write.deleteFrom('erased_sessions').execute()
}

const readAll = async ({ read }: Database): Promise<Rows> => {
  const rows = new Map<string, readonly Row[]>()
  for (const { name } of await tablesOf())
    rows.set(name, (await sql<Row>`select * from ${sql.table(name)}`.execute(read)).rows)
  return rows
}

const isAboutEve = (row: Row): boolean =>
  Object.entries(row).some(
    ([column, value]) =>
      typeof value === 'string' &&
      (value.toLowerCase().includes(EVE.canonical) ||
        (NAMES_SOMEBODY.test(column) && value === EVE.id)),
  )

const tablesAboutEve = (rows: Rows): readonly string[] =>
  [...rows].filter(([, found]) => found.some(isAboutEve)).map(([name]) => name)

const erase = async (database: Database): Promise<void> => {
  const deps = { secrets: countingSecrets(), clock: fixedClock() }
  await testStorage(database).unitOfWork.run(async (stores) => {
    const user = await stores.users.lock(EVE.id)
    if (user) await eraseUser(deps)(stores, user, { userId: EVE.id, origin: anOrigin() })
  })
}

describeEngines((engine) => {
  test('nothing of an erased person is in any table, but that they are forgotten and the mail that says so', async () => {
    const database = await engine.open()
    await fillWithEve(database)
    const before = tablesAboutEve(await readAll(database))
    for (const table of ['users', 'sessions', 'messages', 'audit_events', 'otp_requests'])
      expect(before).toContain(table)
    await erase(database)
    const after = await readAll(database)
    expect(tablesAboutEve(after).toSorted()).toEqual(['audit_subject_keys', 'messages'])
    const mails = after.get('messages')?.filter(isAboutEve)
    expect(mails).toMatchObject([{ template: 'account_deleted', recipient: EVE.email }])
    const forgotten = after.get('audit_subject_keys')?.filter(isAboutEve)
    expect(forgotten).toMatchObject([{ forgotten_at: expect.anything() }])
  })

  test('nothing of anybody else changes', async () => {
    const database = await engine.open()
    await fillWithEve(database)
    const before = await readAll(database)
    await erase(database)
    const after = await readAll(database)
    for (const [table, rows] of before) {
      const others = rows.filter((row) => !isAboutEve(row) && !isChildOfEve(row))
      expect(after.get(table), table).toEqual(expect.arrayContaining(others))
    }
  })

  test('what happened stays in the audit log, and names nobody', async () => {
    const database = await engine.open()
    await fillWithEve(database)
    await erase(database)
    const event = await database.read
      .selectFrom('audit_events')
      .selectAll()
      .where('action', '=', 'user_deleted')
      .executeTakeFirstOrThrow()
    const nobody = { user_id: null, actor_id: null, ip_address: null, user_agent: null }
    expect(event).toMatchObject({ success: 1, resource: 'user', ...nobody })
  })

  test('their sessions are refused everywhere, and the address may sign up again', async () => {
    const [one, other] = await engine.openTwice()
    await fillWithEve(one)
    const { stores } = testStorage(one)
    const user = await stores.users.find(EVE.id)
    await erase(one)
    const { revocations } = testStorage(other)
    const heard = (await revocations.since(new Date(0))).map(({ sessionId }) => sessionId)
    expect(heard).toContain(EVE.id)
    if (!user) throw new Error('Eve is there')
    expect(await stores.users.add({ ...user, id: 'another', roles: ['user'] })).toBe(true)
    expect(await stores.credentials.findByEmail(EVE.canonical)).toMatchObject({ hash: null })
    expect(await stores.sessions.live('another', new Date(0))).toEqual([])
    expect(await stores.users.find(EVE.id)).toBeNull()
  })

  test('whoever adds to a user who is being erased begins again and finds nobody', async () => {
    const [one, other] = await engine.openTwice()
    await fillWithEve(one)
    const { unitOfWork, stores } = testStorage(other)
    const asks = async () =>
      unitOfWork.run(async ({ users, passwordResets }) => {
        const user = await users.find(EVE.id)
        if (!user) return 'nobody'
        const at = new Date(1_900_000_000_000)
        const id = crypto.randomUUID()
        const hash = countingSecrets().issue('reset', id).hash
        await passwordResets.add({ id, userId: user.id, hash, createdAt: at, expiresAt: at })
        return 'added'
      })
    const [, ...answers] = await Promise.all([erase(one), ...Array.from({ length: 20 }, asks)])
    expect(new Set([...answers, 'nobody', 'added']).size).toBe(2)
    expect(await stores.users.find(EVE.id)).toBeNull()
    expect(await asks()).toBe('nobody')
  })
})

/** Rows that hang on hers by another key than her own, such as the codes of her request. */
const isChildOfEve = (row: Row): boolean => row['request_id'] === EVE.id
