import { anAuditEvent, aSession, aUser, hashOf } from '@latchkey/core/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { anAuditChain } from '../testing/an-audit-chain.ts'
import { describeEngines } from '../testing/engines.ts'

const AN_HOUR_MS = 3_600_000

describeEngines((engine) => {
  const open = async () => {
    const database = await engine.open()
    const chain = await anAuditChain(database)
    const rowsOf = async (view: string) =>
      (await sql<Record<string, unknown>>`select * from ${sql.table(view)}`.execute(database.read))
        .rows
    return { ...chain, stores: chain.storage.stores, rowsOf }
  }

  test('one view shows the sessions that live, with their users and without a hash', async () => {
    const { stores, rowsOf } = await open()
    await stores.users.add(aUser())
    const now = Date.now()
    const expiresAt = new Date(now + AN_HOUR_MS)
    const live = aSession({
      id: 'live',
      createdAt: new Date('2026-01-02T03:04:05.678Z'),
      expiresAt,
    })
    await stores.sessions.add(live, hashOf('1'))
    await stores.sessions.add({ ...live, id: 'ended', revokedAt: new Date(now) }, hashOf('2'))
    await stores.sessions.add(
      { ...live, id: 'over', expiresAt: new Date(now - AN_HOUR_MS) },
      hashOf('3'),
    )
    const [row, ...more] = await rowsOf('active_user_sessions')
    expect(more).toEqual([])
    expect(row).toMatchObject({
      session_id: 'live',
      user_id: 'user-1',
      email: 'Ada@example.org',
      ip_address: live.ipAddress,
      user_agent: live.userAgent,
    })
    const signedIn = row?.['signed_in_at']
    const text = signedIn instanceof Date ? signedIn.toISOString() : String(signedIn)
    expect(text.replace('T', ' ')).toMatch(/^2026-01-02 03:04:05\.678/)
    expect(Object.keys(row ?? {})).toEqual([
      ...['session_id', 'user_id', 'email', 'methods', 'signed_in_at', 'last_used_at'],
      ...['expires_at', 'ip_address', 'user_agent'],
    ])
  })

  test('the other one shows refused sign-ins by day and reason', async () => {
    const { stores, rowsOf, link } = await open()
    const failed = { action: 'authn_login_fail', success: false } as const
    const at = new Date('2026-11-21T23:59:59.999Z')
    for (const [id, code] of ['password_wrong', 'password_wrong', 'account_locked'].entries())
      await stores.audit.record(anAuditEvent({ ...failed, id: `${id}`, code, at }))
    await stores.audit.record(anAuditEvent({ id: 'success', at }))
    await link()
    const rows = (await rowsOf('failed_login_summary')).map(({ day, reason, failures }) => ({
      day: day instanceof Date ? day.toDateString() : day,
      reason,
      failures: Number(failures),
    }))
    expect(rows.sort((one, other) => one.failures - other.failures)).toEqual([
      {
        day: expect.stringMatching(/^2026-11-21|Nov 21 2026$/),
        reason: 'account_locked',
        failures: 1,
      },
      {
        day: expect.stringMatching(/^2026-11-21|Nov 21 2026$/),
        reason: 'password_wrong',
        failures: 2,
      },
    ])
  })
})
