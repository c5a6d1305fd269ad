import { existsSync } from 'node:fs'
import { afterNoon, aMailOrder, NOON } from '@latchkey/core/testing'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { MIGRATIONS } from '../migrations/migrations.ts'
import { openDatabase } from '../shared/database.ts'
import { DatabaseAway, DatabaseProblem } from '../shared/problems.ts'
import { describeEngines, describeServers } from '../testing/engines.ts'
import { createMailAccount, MAIL_RIGHTS } from '../testing/mail-account.ts'
import { temporaryFile, testSealer, testStorage } from '../testing/test-database.ts'
import { openMailDatabase } from './mail-database.ts'

const LEASE = afterNoon(15_000)
const open = async (location: string) => {
  const options = { location, synchronous: 'NORMAL', sealer: testSealer() } as const
  const opened = await openMailDatabase(options)
  onTestFinished(opened.close)
  return opened
}
/** Orders a mail as a server would. */
const order = async (location: string) => {
  const database = await openDatabase({ location })
  await testStorage(database).stores.outbox.add(aMailOrder(), NOON)
  await database.close()
}

describeEngines((engine) => {
  test('a mail worker makes no table: without a schema it is told to wait', async () => {
    const location = await engine.emptyLocation()
    await migrateUp(location, {})
    await expect(open(location)).rejects.toThrow(DatabaseAway)
    const [first = '', ...others] = Object.keys(MIGRATIONS)
    const migration = MIGRATIONS[first]
    if (!migration || others.length === 0) throw new Error('there is more than one migration')
    await migrateUp(location, { [first]: migration })
    await expect(open(location)).rejects.toThrow(/migrate up/)
    await migrateUp(location)
    expect(await (await open(location)).isReady()).toBe(true)
  })

  test('a mail that a server ordered is taken over and settled', async () => {
    const location = await engine.emptyLocation()
    await migrateUp(location)
    await order(location)
    const { mailQueue } = await open(location)
    const [message] = await mailQueue.claim('ticket', 1, NOON, LEASE)
    const id = message?.id ?? ''
    expect(await mailQueue.takeOver('ticket', 'worker', id, LEASE, NOON)).toEqual(message)
  })
})

describeServers((engine) => {
  const migrated = async () => {
    const location = await engine.emptyLocation()
    await migrateUp(location)
    const account = await createMailAccount(engine.name, location)
    onTestFinished(account.drop)
    return { location, ...account }
  }

  test('the rights in the documentation are enough, and nothing else can be read', async () => {
    const { location, url, grant } = await migrated()
    await grant(MAIL_RIGHTS)
    await order(location)
    const { mailQueue } = await open(url)
    const [message] = await mailQueue.claim('ticket', 1, NOON, LEASE)
    const id = message?.id ?? ''
    await mailQueue.takeOver('ticket', 'worker', id, LEASE, NOON)
    await mailQueue.renew('worker', [id], LEASE)
    const sent = { state: 'sent', tries: 0, deferrals: 0, nextTryAt: null, reason: null } as const
    await mailQueue.settle('worker', id, sent, NOON)
    expect(await mailQueue.waitingSince()).toBeNull()

    const database = await openDatabase({ location: url })
    onTestFinished(database.close)
    for (const table of ['users', 'credentials', 'sessions', 'signing_keys', 'audit_events'])
      await expect(sql`select 1 from ${sql.table(table)}`.execute(database.read)).rejects.toThrow(
        /denied/,
      )
  })

  test.each(['update', 'delete'])(
    'a missing right to %s is told before a mail meets it',
    async (right) => {
      const { url, grant } = await migrated()
      const rights = 'select, update, delete'.replace(`, ${right}`, '')
      await grant({ ...MAIL_RIGHTS, messages: rights })
      await expect(open(url)).rejects.toThrow(DatabaseProblem)
      await expect(open(url)).rejects.toThrow(/select, update and delete on messages/)
    },
  )
})

test('a file that is not there is not made', async () => {
  const file = temporaryFile()
  await expect(open(file)).rejects.toThrow(DatabaseAway)
  expect(existsSync(file)).toBe(false)
})
