import { afterNoon, NOON } from '@latchkey/core/testing'
import { expect, test } from 'vitest'
import { createSealer } from '../shared/sealer.ts'
import { anAuditChain, threeMinutes } from '../testing/an-audit-chain.ts'
import { describeEngines } from '../testing/engines.ts'
import { auditKeys } from './audit-keys.ts'
import { cutAuditLog } from './cut-audit-log.ts'
import { linkParts } from './event-parts.ts'
import { resealAuditKeys } from './reseal-audit-keys.ts'
import { verifyAuditLog } from './verify-audit-log.ts'

const MINUTE_MS = 60_000
const older = { id: 'older', key: Buffer.alloc(32, 1) }
const newer = { id: 'newer', key: Buffer.alloc(32, 2) }

describeEngines((engine) => {
  const open = async () => {
    const chain = await anAuditChain(await engine.open())
    await threeMinutes(chain)
    return chain
  }
  const cut = ({ database, keys }: Awaited<ReturnType<typeof open>>, minutes: number) =>
    cutAuditLog(database, keys, afterNoon(minutes * MINUTE_MS))

  test('events up to a checkpoint of that age go, and the rest is a whole chain', async () => {
    const chain = await open()
    expect(await cut(chain, 0.5)).toBe(0)
    expect(await cut(chain, 2.5)).toBe(8)
    expect(await cut(chain, 2.5)).toBe(0)
    const rest = { events: 4, checkpoints: 1, from: 9, to: 12, finding: null }
    expect(await chain.verify()).toMatchObject(rest)
    await chain.record(1)
    await chain.link()
    expect(await chain.verify()).toMatchObject({ events: 5, to: 13, finding: null })
  })

  test('a log of which all is old is empty, and goes on', async () => {
    const chain = await open()
    expect(await cut(chain, 99)).toBe(12)
    expect(await chain.verify()).toMatchObject({ events: 0, to: 12, finding: null })
    await chain.record(2)
    await chain.link()
    expect(await chain.verify()).toMatchObject({ events: 2, from: 13, finding: null })
  })

  test('what is not linked, or came after the last checkpoint, stays', async () => {
    const chain = await open()
    await chain.record(1)
    await chain.link(3 * MINUTE_MS + 1)
    await chain.record(1)
    expect(await cut(chain, 99)).toBe(12)
    expect(await chain.verify()).toMatchObject({ events: 1, waiting: 1, finding: null })
  })

  test('two processes that cut at the same time do no harm', async () => {
    const [one, other] = await engine.openTwice()
    const chains = [
      await anAuditChain(one),
      await anAuditChain(other, { owner: 'node-2' }),
    ] as const
    await threeMinutes(chains[0])
    const deleted = await Promise.all(chains.map((chain) => cut(chain, 2.5)))
    expect(deleted.reduce((sum, count) => sum + count)).toBe(8)
    expect(await chains[1].verify()).toMatchObject({ events: 4, finding: null })
  })

  test('a log that is verified while it is cut is whole', async () => {
    const chain = await open()
    const [report] = await Promise.all([chain.verify(), cut(chain, 2.5)])
    expect(report.finding).toBeNull()
  })

  test('events that somebody else deletes up to a checkpoint are found', async () => {
    const { database, verify } = await open()
    await database.write.deleteFrom('audit_events').where('sequence', '<=', 8).execute()
    await database.write.deleteFrom('audit_checkpoints').where('number', '<', 2).execute()
    expect((await verify()).finding).not.toBeNull()
    await database.write.updateTable('audit_chain').set({ first_checkpoint: 2 }).execute()
    expect((await verify()).finding).not.toBeNull()
  })

  test('a checkpoint that was given an older date does not bring events down with it', async () => {
    const chain = await open()
    const { database } = chain
    await database.write.updateTable('audit_checkpoints').set({ at: 0 }).execute()
    await expect(cut(chain, 0)).rejects.toThrow(/checkpoint 1 was changed/)
    const rows = await database.read.selectFrom('audit_events').select('id').execute()
    expect(rows).toHaveLength(12)
  })

  test('who was forgotten before then leaves no row at all', async () => {
    const chain = await open()
    await chain.storage.stores.audit.forget('user-1', NOON)
    await cut(chain, 99)
    const rows = await chain.database.read
      .selectFrom('audit_subject_keys')
      .select('user_id')
      .execute()
    expect(rows.map(({ user_id }) => user_id).sort()).toEqual(['user-0', 'user-2'])
  })

  test('under a new secret all keys are sealed anew, what waits is linked, and the former one opens nothing', async () => {
    const database = await engine.open()
    const before = await anAuditChain(database, { sealer: createSealer([older]) })
    await before.record(3)
    await before.link()
    await before.linker.release()
    await before.record(3)
    const both = await anAuditChain(database, { sealer: createSealer([newer, older]) })
    const resealed = await resealAuditKeys(database, both.keys, NOON)
    expect(resealed).toEqual({ keys: 1, subjectKeys: 3 })
    expect(await resealAuditKeys(database, both.keys, NOON)).toEqual({ keys: 0, subjectKeys: 0 })
    const alone = await anAuditChain(database, { sealer: createSealer([newer]), owner: 'late' })
    await alone.record(1)
    expect(await alone.link(10 * MINUTE_MS)).toMatchObject({ forged: 0 })
    expect(await alone.verify()).toMatchObject({ events: 7, finding: null })
    await expect(anAuditChain(database, { sealer: createSealer([older]) })).rejects.toThrow(
      /another LATCHKEY_SECRET/,
    )
  })

  test('a node that has not heard of the new key goes on recording for a while', async () => {
    const database = await engine.open()
    const sealer = createSealer([newer, older])
    const slow = await anAuditChain(database, { sealer: createSealer([older]) })
    const both = await anAuditChain(database, { sealer, owner: 'node-2' })
    await resealAuditKeys(database, both.keys, NOON)
    await slow.record(2)
    expect(await both.link(MINUTE_MS)).toMatchObject({ events: 2, forged: 0 })
    await slow.record(1)
    expect(await both.link(10 * MINUTE_MS)).toMatchObject({ events: 1, forged: 1 })
  })

  test('who holds the former secret and an old copy of the keys can bring nothing back', async () => {
    const database = await engine.open()
    const before = await anAuditChain(database, { sealer: createSealer([older]) })
    await before.record(3)
    await before.link()
    const { read, write } = database
    const stolen = await read.selectFrom('audit_keys').selectAll().execute()
    const end = await read.selectFrom('audit_chain').selectAll().executeTakeFirstOrThrow()
    const after = auditKeys(createSealer([newer, older]))
    await after.load(read)
    await resealAuditKeys(database, after, NOON)
    await write.updateTable('audit_chain').set(end).execute()
    expect((await verifyAuditLog(database, after, { now: NOON })).finding).not.toBeNull()
    await write.deleteFrom('audit_keys').execute()
    await write.insertInto('audit_keys').values(stolen).execute()
    await expect(auditKeys(createSealer([newer])).load(read)).rejects.toThrow(
      /another LATCHKEY_SECRET/,
    )
  })

  test('a link that was made with the former key after it was replaced is found', async () => {
    const database = await engine.open()
    const thief = await anAuditChain(database, { sealer: createSealer([older]) })
    await thief.record(1)
    await thief.link()
    await thief.linker.release()
    const sealer = createSealer([newer, older])
    const both = await anAuditChain(database, { sealer, owner: 'node-2' })
    await resealAuditKeys(database, both.keys, NOON)
    await both.record(2)
    await both.link()
    const rows = database.read.selectFrom('audit_events').selectAll()
    const last = await rows.where('sequence', '=', 3).executeTakeFirstOrThrow()
    const former = await rows.where('sequence', '=', 2).executeTakeFirstOrThrow()
    const lie = { ...last, code: 'a lie' }
    const digest = thief.keys.sign(linkParts(lie, former.digest ?? ''))
    const update = database.write.updateTable('audit_events').where('sequence', '=', 3)
    await update.set({ code: lie.code, digest }).execute()
    const { finding } = await both.verify()
    expect(finding).toMatchObject({ sequence: 3 })
    expect(finding?.what).toContain('no longer in use')
  })
})
