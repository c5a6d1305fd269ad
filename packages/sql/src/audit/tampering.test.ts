import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { openDatabase } from '../shared/database.ts'
import { anAuditChain, threeMinutes } from '../testing/an-audit-chain.ts'
import { describeEngines } from '../testing/engines.ts'
import type { AuditEventRow } from './audit-rows.ts'

/** What an attacker writes over each column of an event; the compiler keeps the list complete. */
const LIES: Readonly<Record<keyof AuditEventRow, string | number>> = {
  id: 'another-id',
  at: 1,
  action: 'authn_login_fail',
  user_id: 'user-7',
  session_id: 'session-7',
  actor_id: 'user-7',
  resource: 'password',
  success: 0,
  code: 'password_wrong',
  metadata: '{"n":0}',
  ip_address: '198.51.100.7',
  user_agent: 'Another/1.0',
  request_id: 'request-7',
  method: 'GET',
  endpoint: '/api/auth/me',
  received_at: 1,
  processing_time_ms: 7,
  mark: 'unmarked',
  sequence: 700,
  digest: '00000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  about_digest: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  origin_digest: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  erasure: 'about+origin:00000000.AAAA',
}
const COLUMNS = Object.keys(LIES) as (keyof AuditEventRow)[]

describeEngines((engine) => {
  /** Twelve events, linked, with a checkpoint after every fourth. */
  const open = async () => {
    const chain = await anAuditChain(await engine.open())
    await threeMinutes(chain)
    const { write } = chain.database
    const rowAt = (sequence: number) =>
      write
        .selectFrom('audit_events')
        .selectAll()
        .where('sequence', '=', sequence)
        .executeTakeFirstOrThrow()
    const change = (sequence: number, column: string, value: string | number | null) =>
      sql`update audit_events set ${sql.id(column)} = ${value} where sequence = ${sequence}`.execute(
        write,
      )
    const remove = (sequence: number) =>
      write.deleteFrom('audit_events').where('sequence', '=', sequence).execute()
    const firstBad = async () => (await chain.verify()).finding?.sequence ?? null
    return { ...chain, write, rowAt, change, remove, firstBad }
  }

  test('a log that nobody touched is whole', async () => {
    const { verify } = await open()
    const whole = { events: 12, checkpoints: 3, waiting: 0, from: 1, to: 12, finding: null }
    expect(await verify()).toMatchObject(whole)
  })

  test('a change of any field of any event is found, and the event named', async () => {
    const { change, rowAt, verify } = await open()
    for (const [index, column] of COLUMNS.entries()) {
      const sequence = (index % 12) + 1
      const before = await rowAt(sequence)
      await change(sequence, column, LIES[column])
      const { finding } = await verify()
      expect.soft(finding?.sequence, column).toBe(sequence)
      if (!['id', 'sequence'].includes(column)) expect.soft(finding?.eventId).toBe(before.id)
      const place = column === 'sequence' ? Number(LIES.sequence) : sequence
      await change(place, column, before[column])
    }
    expect((await verify()).finding).toBeNull()
  })

  test('whatever is changed wherever, the first event that differs is the one that is named', async () => {
    const { change, rowAt, firstBad } = await open()
    const columns = COLUMNS.filter((column) => column !== 'sequence')
    for (let round = 0; round < 20; round++) {
      const places = Array.from({ length: 3 }, () => 1 + Math.floor(Math.random() * 12))
      const changes = [...new Set(places)].map((place) => {
        const column = columns[Math.floor(Math.random() * columns.length)] ?? 'code'
        return { place, column }
      })
      const before = await Promise.all(changes.map(({ place }) => rowAt(place)))
      for (const { place, column } of changes) {
        const lie = column === 'id' ? `lie-${place}` : LIES[column]
        await change(place, column, lie)
      }
      expect(await firstBad(), JSON.stringify(changes)).toBe(Math.min(...places))
      for (const [index, { place, column }] of changes.entries())
        await change(place, column, before[index]?.[column] ?? null)
    }
    expect(await firstBad()).toBeNull()
  })

  test.each(
    COLUMNS.filter(
      (column) => !['id', 'at', 'action', 'resource', 'success', 'metadata'].includes(column),
    ),
  )('an emptied %s is found', async (column) => {
    const { change, rowAt, firstBad } = await open()
    const before = await rowAt(6)
    await change(6, column, null)
    expect(await firstBad()).toBe(before[column] === null ? null : 6)
  })

  test.each([1, 6, 11, 12])('the deletion of event %i is found', async (sequence) => {
    const { remove, verify } = await open()
    await remove(sequence)
    const { finding, events } = await verify()
    expect(finding).toMatchObject({ sequence, eventId: null })
    expect(finding?.what).toContain('deleted')
    expect(events).toBe(sequence - 1)
  })

  test('the deletion of the newest events, or of all, is found', async () => {
    const { write, firstBad } = await open()
    await write.deleteFrom('audit_events').where('sequence', '>', 8).execute()
    expect(await firstBad()).toBe(9)
    await write.deleteFrom('audit_events').execute()
    expect(await firstBad()).toBe(1)
  })

  test('two events that changed places are found', async () => {
    const { change, firstBad } = await open()
    await change(5, 'sequence', 500)
    await change(8, 'sequence', 5)
    await change(500, 'sequence', 8)
    expect(await firstBad()).toBe(5)
  })

  test('the contents of two events that changed places are found', async () => {
    const { rowAt, change, firstBad } = await open()
    const [five, eight] = [await rowAt(5), await rowAt(8)]
    for (const column of [
      'action',
      'metadata',
      'at',
      'user_id',
      'actor_id',
      'about_digest',
    ] as const) {
      await change(5, column, eight[column])
      await change(8, column, five[column])
    }
    expect(await firstBad()).toBe(5)
  })

  test('an event that is put in is found before it is linked, and for ever after', async () => {
    const { rowAt, write, verify, link } = await open()
    const template = await rowAt(6)
    const unlinked = { sequence: null, digest: null, about_digest: null, origin_digest: null }
    const forged = { ...template, ...unlinked, id: 'forged', code: 'invented' }
    await write.insertInto('audit_events').values(forged).execute()
    expect((await verify()).finding).toMatchObject({ eventId: 'forged', sequence: null })
    expect(await link(200_000)).toMatchObject({ events: 1, forged: 1 })
    expect((await verify()).finding).toMatchObject({ eventId: 'forged', sequence: 13 })
  })

  test.each([
    ['before the beginning', 0],
    ['at a negative place', -5],
    ['after the end', 13],
    ['far after the end', 9000],
  ])('an event that is put in %s is found', async (_where, sequence) => {
    const { rowAt, write, verify } = await open()
    const forged = { ...(await rowAt(6)), id: 'forged', sequence }
    await write.insertInto('audit_events').values(forged).execute()
    expect((await verify()).finding).toMatchObject({ eventId: 'forged', sequence })
  })

  test('an event that is put into a place that is taken is found', async () => {
    const location = await engine.emptyLocation()
    await migrateUp(location)
    const database = await openDatabase({ location })
    const chain = await anAuditChain(database)
    await threeMinutes(chain)
    const index = database.write.schema.dropIndex('audit_events_sequence')
    await (engine.name === 'MySQL' ? index.on('audit_events') : index).execute()
    const events = database.write.selectFrom('audit_events').selectAll()
    const copied = await events.where('sequence', '=', 6).executeTakeFirstOrThrow()
    await database.write
      .insertInto('audit_events')
      .values({ ...copied, id: 'forged' })
      .execute()
    const { finding } = await chain.verify()
    await database.close()
    expect(finding?.sequence).toBe(6)
  })

  test('an event that is changed while it waits to be linked is found', async () => {
    const { record, write, verify, link } = await open()
    await record(2)
    const waiting = write.updateTable('audit_events').where('sequence', 'is', null)
    await waiting.where('id', 'like', '%13').set({ ip_address: '198.51.100.7' }).execute()
    expect((await verify()).finding).toMatchObject({ sequence: null })
    expect(await link(200_000)).toMatchObject({ events: 2, forged: 1 })
    expect((await verify()).finding).toMatchObject({ sequence: 13 })
  })

  describe('checkpoints', () => {
    test.each([1, 2, 3])('the deletion of checkpoint %i is found', async (number) => {
      const { write, verify } = await open()
      await write.deleteFrom('audit_checkpoints').where('number', '=', number).execute()
      expect((await verify()).finding?.what).toContain(`checkpoint ${number} `)
    })

    test.each(['sequence', 'at', 'digest', 'mac'] as const)(
      'a changed %s is found',
      async (column) => {
        const { write, verify } = await open()
        const value = column === 'sequence' || column === 'at' ? 5 : LIES.digest
        await sql`update audit_checkpoints set ${sql.id(column)} = ${value} where number = 2`.execute(
          write,
        )
        expect((await verify()).finding?.what).toContain('checkpoint 2 ')
      },
    )

    test('an old one in the place of the newest, with the events after it gone, is found', async () => {
      const { write, verify, firstBad } = await open()
      await write.deleteFrom('audit_events').where('sequence', '>', 4).execute()
      await write.deleteFrom('audit_checkpoints').where('number', '>', 1).execute()
      expect(await firstBad()).toBe(5)
      const checkpoints = write.selectFrom('audit_checkpoints').selectAll()
      const replayed = await checkpoints.where('number', '=', 1).executeTakeFirstOrThrow()
      const { digest, mac } = replayed
      await write
        .updateTable('audit_chain')
        .set({ sequence: 4, digest, checkpoint: 1, mac })
        .execute()
      expect((await verify()).finding?.what).toContain('end of its chain')
    })

    test('one that was kept elsewhere tells an old state of the whole database', async () => {
      const { verify, record, link, write } = await open()
      const old = await write.selectFrom('audit_chain').selectAll().executeTakeFirstOrThrow()
      await record(1)
      const [kept] = (await link(300_000)).checkpoints
      expect(kept?.sequence).toBe(13)
      const anchor = { sequence: kept?.sequence ?? 0, digest: kept?.digest ?? '' }
      expect((await verify({ anchor })).finding).toBeNull()
      await write.deleteFrom('audit_events').where('sequence', '=', 13).execute()
      await write.deleteFrom('audit_checkpoints').where('number', '=', 4).execute()
      await write.updateTable('audit_chain').set(old).execute()
      expect((await verify()).finding).toBeNull()
      expect((await verify({ anchor })).finding?.what).toContain('checkpoint')
      await record(1)
      await link(400_000)
      expect((await verify({ anchor })).finding).toMatchObject({ sequence: 13 })
    })
  })

  test('a newest event that was genuine in another course of things is found', async () => {
    const { write, record, link, rowAt, remove, verify } = await open()
    const end = await write.selectFrom('audit_chain').selectAll().executeTakeFirstOrThrow()
    await record(1)
    await link()
    const other = await rowAt(13)
    await remove(13)
    await write.updateTable('audit_chain').set(end).execute()
    await record(1)
    await link()
    await remove(13)
    await write.insertInto('audit_events').values(other).execute()
    expect((await verify()).finding).toMatchObject({ sequence: 13 })
  })

  test.each(['sequence', 'digest', 'checkpoint', 'first_checkpoint', 'unmarked_until', 'mac'])(
    'a changed %s of the chain\u2019s end is found, and nothing is linked to it',
    async (column) => {
      const { write, verify, record, link } = await open()
      const value = column === 'digest' || column === 'mac' ? LIES.digest : 2
      await sql`update audit_chain set ${sql.id(column)} = ${value}`.execute(write)
      expect((await verify()).finding?.what).toContain('end of its chain')
      await record(1)
      await expect(link()).rejects.toThrow(/tampered with/)
    },
  )

  test.each(['audit_chain', 'audit_keys'] as const)(
    'when %s is emptied that is found, nothing is linked, and acts are recorded all the same',
    async (table) => {
      const { write, verify, record, link } = await open()
      await write.deleteFrom(table).execute()
      expect((await verify()).finding?.what).toContain('is gone')
      await record(1)
      await expect(link()).rejects.toThrow(/tampered with/)
      const rows = await write.selectFrom('audit_events').select('id').execute()
      expect(rows).toHaveLength(13)
    },
  )

  test('a chain whose key is gone is not begun anew by the next start', async () => {
    const { write, database } = await open()
    for (const table of ['audit_keys', 'audit_chain'] as const)
      await write.deleteFrom(table).execute()
    await expect(anAuditChain(database)).rejects.toThrow(/tampered with/)
  })

  describe('the keys of persons', () => {
    test('one that is deleted or changed is found with the events of its person', async () => {
      const { write, verify } = await open()
      const keys = write.updateTable('audit_subject_keys').where('user_id', '=', 'user-2')
      await keys.set({ sealed_key: 'v1.test.AAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }).execute()
      expect((await verify()).finding).toMatchObject({ sequence: 2 })
      await write.deleteFrom('audit_subject_keys').where('user_id', '=', 'user-2').execute()
      expect((await verify()).finding).toMatchObject({ sequence: 2 })
    })

    test('those of two persons that changed places are found', async () => {
      const { write, firstBad } = await open()
      const rows = await write.selectFrom('audit_subject_keys').selectAll().execute()
      for (const { user_id } of rows) {
        const other = rows.find((row) => row.user_id !== user_id)
        await write
          .updateTable('audit_subject_keys')
          .set({ sealed_key: other?.sealed_key ?? '' })
          .where('user_id', '=', user_id)
          .execute()
      }
      expect(await firstBad()).toBe(1)
    })

    test('a person who is taken out without Latchkey is found', async () => {
      const { write, change, firstBad } = await open()
      await write.deleteFrom('audit_subject_keys').where('user_id', '=', 'user-1').execute()
      for (const column of [
        'user_id',
        'session_id',
        'actor_id',
        'ip_address',
        'user_agent',
        'request_id',
      ])
        await change(1, column, null)
      await change(1, 'metadata', '{}')
      expect(await firstBad()).toBe(1)
    })
  })
})
