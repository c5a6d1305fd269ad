import { auditEvent } from '@latchkey/core'
import {
  aMailOrder,
  anInvitation,
  anOtpRequest,
  aPasswordReset,
  aPreRegistration,
  aSession,
  aSetupToken,
  aUser,
  hashOf,
  NOON,
} from '@latchkey/core/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { auditKeys } from '../audit/audit-keys.ts'
import { migrateUp } from '../migrations/migrate.ts'
import { openDatabase } from '../shared/database.ts'
import { describeEngines } from '../testing/engines.ts'
import { openTestDatabase, testSealer, testStorage } from '../testing/test-database.ts'
import { type RevokedTokens, revokeEveryToken, TOKEN_TABLES } from './revoke-every-token.ts'
import type { StoredSigningKey } from './signing-keys.ts'

const aKey = (kid: string): StoredSigningKey => ({
  kid,
  publicJwk: '{"kty":"EC"}',
  sealedPrivateKey: 'v1.k.iv.sealed',
  createdAt: NOON,
  retiredAt: null,
})

/** What is hashed and no token: passwords, former ones too, and the subjects of budgets and locks. */
const NO_TOKENS = ['attempt_budgets', 'credentials', 'lockouts', 'password_history']

const eventOf = (metadata: RevokedTokens) =>
  auditEvent('event-1', NOON, null, {
    action: 'authn_token_revoked',
    resource: 'session',
    metadata,
  })

describeEngines((engine) => {
  const openFilled = async () => {
    const location = await engine.emptyLocation()
    await migrateUp(location)
    const database = await openDatabase({ location })
    const { stores, otps } = testStorage(database)
    await stores.users.add(aUser())
    await stores.sessions.add(aSession({ id: 'session-1' }), hashOf('one'))
    await stores.sessions.add(aSession({ id: 'session-2', revokedAt: NOON }), hashOf('two'))
    await stores.passwordResets.add(aPasswordReset())
    await stores.preRegistrations.add(aPreRegistration())
    await otps.add(anOtpRequest())
    await stores.setupTokens.replace(aSetupToken())
    await stores.invitations.replace(anInvitation())
    await stores.outbox.add(aMailOrder(), NOON)
    await stores.signingKeys.addFirst(aKey('old'))
    await stores.signingKeys.rotate(aKey('present'), NOON)
    return { location, database, stores }
  }

  test('no token of any kind and no former key is left, people and mails stay', async () => {
    const { location, database, stores } = await openFilled()
    const keys = auditKeys(testSealer())
    const revoked = await revokeEveryToken(location, { key: aKey('new'), eventOf, auditKeys: keys })
    expect(revoked).toMatchObject({
      sessions: 2,
      password_resets: 1,
      otp_requests: 1,
      invitations: 1,
    })
    for (const table of TOKEN_TABLES)
      expect(await database.read.selectFrom(table).selectAll().execute()).toEqual([])
    expect((await stores.signingKeys.all()).map(({ kid }) => kid)).toEqual(['new'])
    expect(await stores.users.find('user-1')).not.toBeNull()
    for (const table of ['messages', 'audit_events'] as const)
      expect(await database.read.selectFrom(table).select('id').execute()).toHaveLength(1)
    await database.close()
  })

  test('when the event cannot be recorded nothing is revoked', async () => {
    const { location, database, stores } = await openFilled()
    const failing = () => {
      throw new Error('no event')
    }
    const revoking = revokeEveryToken(location, {
      key: aKey('new'),
      eventOf: failing,
      auditKeys: auditKeys(testSealer()),
    })
    await expect(revoking).rejects.toThrow('no event')
    expect(await stores.sessions.find('session-1')).not.toBeNull()
    expect((await stores.signingKeys.all()).map(({ kid }) => kid)).toEqual(['old', 'present'])
    await database.close()
  })
})

test('every table that keeps the hash of a token is emptied', async () => {
  const { read } = await openTestDatabase()
  const { rows } = await sql<{ name: string }>`
    select distinct m.name from sqlite_master m join pragma_table_info(m.name) c
    where m.type = 'table' and c.name like '%\\_hash' escape '\\'`.execute(read)
  const hashing = rows.map(({ name }) => name).sort()
  expect(hashing).toEqual([...TOKEN_TABLES, ...NO_TOKENS].sort())
})
