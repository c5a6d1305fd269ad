import { expect, test } from 'vitest'
import { afterNoon, anEmail, aUser, coreInMemory, plainHash } from '../testing/index.ts'

test('the picture and an address that waits for its proof are in the export', async () => {
  const core = coreInMemory()
  const profileImageUrl = 'https://api.example/api/avatars/picture-1'
  await core.stores.users.add(aUser({ profileImageUrl }))
  const createdAt = core.clock.now()
  const picture = { id: 'picture-1', userId: 'user-1', webp: Uint8Array.of(1, 2), createdAt }
  await core.stores.avatars.replace(picture)
  const change = { email: 'new@example.org', createdAt, expiresAt: afterNoon(60_000) }
  await core.stores.emailChanges.replace({
    ...change,
    id: 'change-1',
    userId: 'user-1',
    sessionId: 'session-1',
    emailCanonical: 'new@example.org',
    codeHash: core.secrets.hashCode('email_change:change-1', '123456'),
  })
  const data = await core.exportOwnData('user-1', core.origin())
  expect(data).toMatchObject({ picture, emailChange: change })
})

test('an export holds what is kept about a person, and is itself recorded', async () => {
  const core = coreInMemory()
  await core.stores.users.add(aUser({ credentialVersion: 0 }))
  await core.stores.users.add(aUser({ id: 'user-2', email: 'bob@example.org' }))
  await core.stores.credentials.set('user-1', plainHash('Correct-Horse-7'), core.clock.now())
  const login = await core.logIn(anEmail('Ada@example.org'), 'Correct-Horse-7', core.origin())
  await core.requestReset(anEmail('Ada@example.org'), core.origin())
  const data = await core.exportOwnData('user-1', core.origin())
  if (!data || !login.ok) throw new Error('Ada is there')
  expect(data).toMatchObject({ hasPassword: true, signUps: [], user: { id: 'user-1' } })
  expect(data.sessions).toEqual([login.session])
  expect(data.mails.map(({ template }) => template)).toEqual(['reset_password'])
  const actions: string[] = []
  for await (const page of data.activity) actions.push(...page.map(({ action }) => action))
  expect(actions.toSorted()).toEqual([
    'authn_login_success',
    'authn_password_reset_requested',
    'sensitive_read',
  ])
  expect(await core.exportOwnData('nobody', core.origin())).toBeNull()
})
