import { expect, test } from 'vitest'
import type { PasswordHash } from '../password/passwords.ts'
import { anEmail, aProfile, aUser, countingSecrets, fixedClock, NOON } from '../testing/index.ts'
import { memoryStores, memoryUnitOfWork } from '../testing/memory-stores.ts'
import { endImport } from './end-import.ts'
import { exportUsers } from './export-users.ts'
import { ImportTakenOver } from './import-journal.ts'
import { type ImportRecord, importUsers, type RecordOutcome } from './import-users.ts'
import type { ImportedPerson } from './imported-person.ts'

const HASH = '$2b$12$abc' as PasswordHash
const ROLES = [
  { name: 'reader', description: '', permissions: ['users:read'] },
  { name: 'clerk', description: '', permissions: [] },
  { name: 'boss', description: '', permissions: ['users:read', 'users:delete'] },
] as const

const aPerson = (over: Partial<ImportedPerson> = {}): ImportedPerson => ({
  email: anEmail('Ada@example.org'),
  emailVerified: true,
  isDisabled: false,
  profile: aProfile(),
  locale: 'de',
  roles: [],
  createdAt: null,
  hash: HASH,
  ...over,
})

const setup = async () => {
  const stores = memoryStores()
  for (const role of ROLES) await stores.roles.add(role)
  const clock = fixedClock()
  const deps = { unitOfWork: memoryUnitOfWork(stores), secrets: countingSecrets(), clock }
  const run = importUsers(deps)
  const begun = await stores.journal.begin('file', 'import-1', NOON)
  const outcomes: RecordOutcome[] = []
  const reportOn = (found: readonly RecordOutcome[]): string => {
    outcomes.push(...found)
    return found.map(({ line, reasons }) => `${line}:${reasons}\n`).join('')
  }
  const bring = (
    people: readonly Partial<ImportedPerson>[],
    { maxRole = 'user', from = begun } = {},
  ) => {
    const records: ImportRecord[] = people.map((person, index) => ({
      line: index + 1,
      person: aPerson(person),
    }))
    return run(from, { records, maxRole, reportOn })
  }
  const users = () => [...stores.tables.users.values()]
  const events = () => [...stores.tables.auditEvents.values()]
  return { stores, deps, run, begun, bring, reportOn, outcomes, users, events }
}

test('a person becomes a user as the file says, with one event in the log', async () => {
  const { bring, stores, users, events } = await setup()
  const createdAt = new Date('2020-02-02T00:00:00Z')
  expect(await bring([{ createdAt, isDisabled: true }])).toMatchObject({
    ...{ records: 1, imported: 1, present: 0, refused: 0 },
  })
  const [user] = users()
  expect(user).toMatchObject({
    ...{ email: 'Ada@example.org', emailCanonical: 'ada@example.org', emailVerified: true },
    ...{ locale: 'de', roles: ['user'], createdAt, disabledAt: NOON, lastLoginAt: null },
  })
  expect(stores.tables.passwords.get(user?.id ?? '')).toBe(HASH)
  expect(events()).toMatchObject([
    {
      ...{ action: 'user_created', userId: user?.id, actorId: null, origin: null, success: true },
      metadata: { importId: 'import-1', roles: ['user'] },
    },
  ])
})

test('nobody there is changed, and an address counts once, however it is written', async () => {
  const { bring, stores, users, events, outcomes } = await setup()
  const before = aUser({ roles: ['reader', 'user'] })
  await stores.users.add(before)
  const twice = ['Ada@example.org', 'bob@x.org', 'BOB@X.ORG'].map((email) => ({
    email: anEmail(email),
  }))
  const done = await bring(twice)
  expect(done).toMatchObject({ imported: 1, present: 2, refused: 0 })
  expect(users()).toHaveLength(2)
  expect(users()[0]).toEqual(before)
  expect(stores.tables.passwords.has('user-1')).toBe(false)
  expect(events()).toHaveLength(1)
  expect(outcomes.map(({ outcome, reasons }) => [outcome, ...reasons])).toEqual([
    ['present', 'address_taken'],
    ['imported'],
    ['present', 'address_taken'],
  ])
})

test('the password of an address that nobody proved is left out: it may be a stranger’s', async () => {
  const { bring, stores, users, outcomes } = await setup()
  await bring([{ emailVerified: false }])
  expect(users()[0]).toMatchObject({ emailVerified: false, credentialVersion: 0 })
  expect(stores.tables.passwords.size).toBe(0)
  expect(outcomes[0]?.reasons).toEqual(['password_left_out'])
})

test.each([
  ['user', ['admin', 'boss', 'clerk', 'reader', 'support'], ['user']],
  ['reader', ['admin', 'boss', 'clerk', 'reader', 'support'], ['clerk', 'reader', 'user']],
  ['support', ['admin', 'boss', 'clerk', 'reader'], ['clerk', 'reader', 'user']],
  ['boss', ['admin', 'boss', 'support'], ['boss', 'user']],
  ['admin', ['admin', 'boss'], ['boss', 'user']],
])('with --max-role %s, of %j are given %j, and never admin', async (maxRole, roles, given) => {
  const { bring, users, outcomes } = await setup()
  await bring([{ roles }], { maxRole })
  expect(users()[0]?.roles).toEqual(given)
  expect(outcomes[0]).toMatchObject({ outcome: 'imported', reasons: ['role_withheld'] })
})

test('whoever has a role that there is not is refused', async () => {
  const { bring, users, outcomes } = await setup()
  await bring([{ roles: ['reader', 'owner'] }], { maxRole: 'boss' })
  expect(users()).toEqual([])
  expect(outcomes[0]).toMatchObject({ outcome: 'refused', reasons: ['role_unknown'] })
})

test('what could not be read is counted and reported', async () => {
  const { run, begun, reportOn } = await setup()
  const records = [{ line: 7, problem: 'not_utf8', address: null }]
  const done = await run(begun, { records, maxRole: 'user', reportOn })
  const report = { reportTail: '7:not_utf8\n', reportBytes: 11 }
  expect(done).toMatchObject({ records: 1, refused: 1, ...report })
})

test('a process that another one overtook writes nothing', async () => {
  const { bring, begun, users, events } = await setup()
  const first = await bring([{}])
  await expect(bring([{ email: anEmail('bob@x.org') }])).rejects.toThrow(ImportTakenOver)
  expect(users()).toHaveLength(1)
  expect(events()).toHaveLength(1)
  expect(begun.records).toBe(0)
  expect(await bring([{ email: anEmail('eve@x.org') }], { from: first })).toMatchObject({
    ...{ records: 2, imported: 2 },
  })
})

test('an import ends once, with an event of its own', async () => {
  const { bring, deps, events } = await setup()
  const done = await bring([{}])
  await endImport(deps)(done)
  await expect(endImport(deps)(done)).rejects.toThrow(ImportTakenOver)
  const counts = { records: 1, imported: 1, present: 0, refused: 0 }
  expect(events().slice(1)).toMatchObject([
    { action: 'sys_users_imported', metadata: { importId: 'import-1', ...counts } },
  ])
})

test('an export gives everybody, with hashes only when they are asked for, and is recorded first', async () => {
  const { bring, deps, stores, events } = await setup()
  const many = Array.from({ length: 1001 }, (_, n) => ({ email: anEmail(`u${n}@x.org`) }))
  await bring(many)
  const gather = async (withHashes: boolean) => {
    const found = []
    for await (const page of exportUsers({ ...deps, ...stores })(withHashes)) {
      expect(events().at(-1)).toMatchObject({
        action: 'sys_users_exported',
        metadata: { withHashes },
      })
      found.push(...page)
    }
    return found
  }
  const bare = await gather(false)
  expect(new Set(bare.map(({ user }) => user.email)).size).toBe(1001)
  expect(bare.every(({ hash }) => hash === null)).toBe(true)
  expect((await gather(true)).every(({ hash }) => hash === HASH)).toBe(true)
})
