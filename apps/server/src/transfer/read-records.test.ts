import { expect, test } from 'vitest'
import { isPreset, PRESETS } from './presets.ts'
import { ImportProblem, type Reading, recordReader } from './read-records.ts'

const NOW = new Date('2030-01-01T00:00:00Z')
const READING: Reading = {
  format: 'jsonl',
  preset: 'latchkey',
  trustsAddresses: false,
  firebase: null,
  isOwnPepper: (id) => id === '01234567',
}
const BCRYPT = `$2b$12$${'a'.repeat(53)}`

const read = (lines: readonly (string | Buffer)[], over: Partial<Reading> = {}) => {
  const reader = recordReader({ ...READING, ...over }, NOW)
  return lines.flatMap((text, index) => {
    const record = reader.read({ line: index + 1, bytes: Buffer.from(text) })
    return record ? [record] : []
  })
}
const readJson = (value: unknown, over: Partial<Reading> = {}) =>
  read([JSON.stringify(value)], over)[0]
const personOf = (record: ReturnType<typeof readJson>) =>
  record && 'person' in record ? record.person : null
const problemOf = (record: ReturnType<typeof readJson>) =>
  record && 'problem' in record ? record.problem : null

test('the columns of CSV may be in any order, case and spelling; others are left alone', () => {
  const header = '\ufeffLast Name,EMAIL_VERIFIED,shoe size,Email,createdAt'
  const [record] = read([header, 'Lovelace,t,38,Ada@Example.org,2024-05-01 10:00:00.5+00'], {
    format: 'csv',
  })
  expect(personOf(record)).toMatchObject({
    email: { address: 'Ada@Example.org', canonical: 'ada@example.org' },
    emailVerified: true,
    profile: { firstName: null, lastName: 'Lovelace' },
    createdAt: new Date('2024-05-01T10:00:00.500Z'),
    roles: [],
    hash: null,
  })
})

test('a file whose columns nobody knows is refused as a whole', () => {
  for (const header of [
    'a,b',
    'user@example.org,Ada',
    '"email',
    Buffer.from('email,\xe9', 'latin1'),
  ])
    expect(() => read([header], { format: 'csv' })).toThrow(ImportProblem)
  expect(() => read(['email,Email'], { format: 'csv' })).toThrow('twice')
})

test.each([
  ['with a mark', Buffer.from('\ufeffemail', 'utf16le')],
  ['with a mark, the other way', Buffer.from('\ufeffemail', 'utf16le').swap16()],
  ['without', Buffer.from('{}', 'utf16le')],
])('a file in UTF-16 %s is refused as a whole', (_, bytes) => {
  expect(() => read([bytes])).toThrow('UTF-16')
})

test('Latin-1, NUL, lone pieces and what is no object are refused in their line alone', () => {
  const good = '{"email":"ada@example.org"}'
  const latin = Buffer.from('{"email":"fran\xe7ois@example.org"}', 'latin1')
  const bad = [latin, `${good}\0`, '[]', '"x"', 'null', '{"email":', '['.repeat(60_000)]
  const records = read([good, ...bad, good])
  expect(records.map(problemOf)).toEqual([
    null,
    'not_utf8',
    'nul',
    ...Array.from({ length: 5 }, () => 'record_malformed'),
    null,
  ])
  expect(records.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test.each([
  [{}, 'email_missing'],
  [{ email: 5 }, 'email_invalid'],
  [{ email: ['a@b.cd'] }, 'email_invalid'],
  [{ email: 'a@b.cd, c@d.ef' }, 'email_invalid'],
  [{ email: 'a@b.cd', emailVerified: 'perhaps' }, 'emailVerified_invalid'],
  [{ email: 'a@b.cd', disabled: {} }, 'disabled_invalid'],
  [{ email: 'a@b.cd', firstName: 'x'.repeat(101) }, 'firstName_invalid'],
  [{ email: 'a@b.cd', lastName: 'a\u202eb' }, 'lastName_invalid'],
  [{ email: 'a@b.cd', lastName: 'a\ud800b' }, 'lastName_invalid'],
  [{ email: 'a@b.cd', lastName: 'a\0b' }, 'lastName_invalid'],
  [{ email: 'a@b.cd', username: {} }, 'username_invalid'],
  [{ email: 'a@b.cd', phone: 'call me' }, 'phone_invalid'],
  [{ email: 'a@b.cd', locale: 'english' }, 'locale_invalid'],
  [{ email: 'a@b.cd', preferences: '[1]' }, 'preferences_invalid'],
  [{ email: 'a@b.cd', preferences: { x: 'y'.repeat(9000) } }, 'preferences_invalid'],
  [{ email: 'a@b.cd', roles: [1] }, 'roles_invalid'],
  [{ email: 'a@b.cd', roles: 'r '.repeat(40) }, 'roles_invalid'],
  [{ email: 'a@b.cd', createdAt: '2030-01-01T00:00:00.001Z' }, 'createdAt_invalid'],
  [{ email: 'a@b.cd', createdAt: 'yesterday' }, 'createdAt_invalid'],
  [{ email: 'a@b.cd', createdAt: -1 }, 'createdAt_invalid'],
  [{ email: 'a@b.cd', passwordHash: 'hunter2' }, 'hash_unknown'],
  [{ email: 'a@b.cd', passwordHash: BCRYPT.replace('12', '31') }, 'hash_too_dear'],
  [{ email: 'a@b.cd', passwordHash: BCRYPT.replace('12', '13') }, 'hash_too_dear'],
  [{ email: 'a@b.cd', passwordHash: BCRYPT.replace('12', '03') }, 'hash_malformed'],
  [{ email: 'a@b.cd', passwordHash: BCRYPT.replace('2b', '2x') }, 'hash_unknown'],
  [{ email: 'a@b.cd', passwordHash: `hmac-sha384:76543210:${BCRYPT}` }, 'hash_of_other_secret'],
])('%j is refused: %s', (value, problem) => {
  expect(problemOf(readJson(value))).toBe(problem)
})

test('an empty field is an absent one, and `user` is everybody’s role', () => {
  const empty = { phone: '', locale: null, roles: 'user, editor;editor', preferences: '{"a":1}' }
  expect(personOf(readJson({ email: 'a@b.cd', ...empty, disabled: 1 }))).toMatchObject({
    isDisabled: true,
    locale: 'en',
    roles: ['editor'],
    profile: { phone: null, preferences: { a: 1 } },
  })
  expect(personOf(readJson({ email: 'a@b.cd', locale: 'de_AT' }))?.locale).toBe('de-AT')
})

test('names that mean something to JavaScript mean nothing here', () => {
  const [record] = read(['{"__proto__":{"emailVerified":true},"constructor":1,"email":"a@b.cd"}'])
  expect(personOf(record)).toMatchObject({ emailVerified: false })
})

test('whoever vouches for the addresses is believed', () => {
  const unproven = { email: 'a@b.cd', emailVerified: false }
  expect(personOf(readJson(unproven, { trustsAddresses: true }))?.emailVerified).toBe(true)
})

const SALT = 'c2FsdHNhbHQ='
const KEY32 = Buffer.alloc(32, 7).toString('base64')
const unpadded = (text: string) => text.replace(/=+$/, '')
const DJANGO = `pbkdf2_sha256$1000$saltsalt$${KEY32}`
const PASSLIB = `$pbkdf2-sha512$25000$c2FsdHNhbHQ$${unpadded(KEY32)}`
const ARGON = `$argon2id$v=19$m=7168,t=5,p=1$c2FsdHNhbHQ$${unpadded(KEY32)}`

test.each([
  [BCRYPT.replace('2b', '2y').replace('12', '10'), BCRYPT.replace('12', '10')],
  [BCRYPT.replace('2b', '2a'), BCRYPT],
  [`hmac-sha384:01234567:${BCRYPT}`, `hmac-sha384:01234567:${BCRYPT}`],
  [DJANGO, `$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$${unpadded(KEY32)}`],
  [PASSLIB, `$pbkdf2-sha512$i=25000$c2FsdHNhbHQ$${unpadded(KEY32)}`],
  [PASSLIB.replace('-sha512', ''), `$pbkdf2-sha1$i=25000$c2FsdHNhbHQ$${unpadded(KEY32)}`],
  [ARGON, ARGON],
])('%s is kept as %s', (text, kept) => {
  const value = { email: 'a@b.cd', passwordHash: text }
  expect(personOf(readJson(value))?.hash).toBe(kept)
})

test('a hash whose parameters stand beside it is put together', () => {
  const parts = { passwordScheme: 'pbkdf2-sha1', passwordSalt: SALT, passwordIterations: 4096 }
  const value = { email: 'a@b.cd', passwordHash: KEY32, ...parts }
  const kept = `$pbkdf2-sha1$i=4096$c2FsdHNhbHQ$${unpadded(KEY32)}`
  expect(personOf(readJson(value))?.hash).toBe(kept)
  const [inCsv] = read([Object.keys(value).join(','), Object.values(value).join(',')], {
    format: 'csv',
  })
  expect(personOf(inCsv)?.hash).toBe(kept)
  expect(problemOf(readJson({ ...value, passwordIterations: 'many' }))).toBe('hash_unknown')
})

test('an export of Auth0 is understood', () => {
  const user = { email: 'a@b.cd', email_verified: true, given_name: 'Ada', blocked: true }
  const rest = { passwordHash: BCRYPT.replace('12', '10'), created_at: '2024-01-01T00:00:00.000Z' }
  expect(personOf(readJson({ ...user, ...rest }, { preset: 'auth0' }))).toMatchObject({
    emailVerified: true,
    isDisabled: true,
    profile: { firstName: 'Ada' },
    hash: BCRYPT.replace('12', '10'),
  })
})

test('rows of Supabase are understood', () => {
  const header = 'email,encrypted_password,email_confirmed_at,created_at,banned_until,phone'
  const when = '2024-05-01 10:00:00.123456+00'
  const lines = [header, `a@b.cd,${BCRYPT},${when},${when},,15551234567`, `b@b.cd,,,${when},,`]
  const records = read(lines, { preset: 'supabase', format: 'csv' })
  expect(records.map(personOf)).toMatchObject([
    { emailVerified: true, isDisabled: false, hash: BCRYPT, profile: { phone: '15551234567' } },
    { emailVerified: false, hash: null, createdAt: new Date('2024-05-01T10:00:00.123Z') },
  ])
})

test('users of Better Auth are understood, and their salt is text', () => {
  const salt = 'ab'.repeat(16)
  const user = {
    email: 'a@b.cd',
    emailVerified: 1,
    name: 'Ada L.',
    password: `${salt}:${'cd'.repeat(64)}`,
  }
  const person = personOf(readJson(user, { preset: 'better-auth' }))
  expect(person?.profile.username).toBe('Ada L.')
  const kept = `$scrypt-nfkc$ln=14,r=16,p=1$${unpadded(Buffer.from(salt).toString('base64'))}$`
  expect(person?.hash?.startsWith(kept)).toBe(true)
})

test('users of Keycloak are understood', () => {
  const credential = (credentialData: object) => ({
    type: 'password',
    secretData: JSON.stringify({ value: KEY32, salt: SALT }),
    credentialData: JSON.stringify(credentialData),
  })
  const user = {
    email: 'a@b.cd',
    emailVerified: true,
    enabled: false,
    createdTimestamp: 1_700_000_000_000,
  }
  const more = { type: ['id'], version: ['1.3'], memory: ['7168'], parallelism: ['1'] }
  const argon = { algorithm: 'argon2', hashIterations: 5, additionalParameters: more }
  const hashOf = (data: object) =>
    personOf(readJson({ ...user, credentials: [credential(data)] }, { preset: 'keycloak' }))
  expect(hashOf(argon)).toMatchObject({ isDisabled: true, hash: ARGON })
  expect(hashOf({ algorithm: 'pbkdf2-sha512', hashIterations: 210_000 })?.hash).toBe(
    `$pbkdf2-sha512$i=210000$c2FsdHNhbHQ$${unpadded(KEY32)}`,
  )
  expect(hashOf({ algorithm: 'pbkdf2', hashIterations: 20_000 })?.hash).toBe(
    `$pbkdf2-sha1$i=20000$c2FsdHNhbHQ$${unpadded(KEY32)}`,
  )
  expect(hashOf({ algorithm: 'md5', hashIterations: 1 })).toBeNull()
})

test('users of Firebase need the parameters of their project', () => {
  const user = {
    email: 'a@b.cd',
    passwordHash: KEY32,
    salt: SALT,
    displayName: 'Ada',
    createdAt: '1486324599000',
  }
  const parameters = { signerKey: Buffer.alloc(32, 7), saltSeparator: Buffer.from([7]) }
  const firebase = { ...parameters, rounds: 8, memCost: 14 }
  const over = { preset: 'firebase', firebase } as const
  const zeros = unpadded(Buffer.alloc(32).toString('base64'))
  expect(personOf(readJson(user, over))).toMatchObject({
    hash: `$firebase-scrypt$ln=14,r=8,p=1$c2FsdHNhbHQH$${zeros}`,
    createdAt: new Date(1_486_324_599_000),
  })
  expect(problemOf(readJson(user, { ...over, firebase: null }))).toBe('hash_unknown')
  const dear = { ...firebase, memCost: 20 }
  expect(problemOf(readJson(user, { ...over, firebase: dear }))).toBe('hash_too_dear')
})

const NO_TEXT = { toString: 1, valueOf: 1 }
const DEEP = `${'['.repeat(15_000)}${']'.repeat(15_000)}`
const HOSTILE = [
  'constructor',
  '__proto__',
  'toString',
  '\ud800',
  '\\u0000',
  -1,
  1e308,
  true,
  [],
  [null],
  [[]],
  [NO_TEXT],
  {},
  NO_TEXT,
].map((value) => JSON.stringify(value))

test.each(Object.keys(PRESETS).filter(isPreset))(
  'no field of %s, whatever stands in it, ends an import',
  (preset) => {
    const fields = new Set<string>()
    const record = new Proxy({}, { get: (_, name) => void fields.add(String(name)) })
    PRESETS[preset](record)
    for (const field of fields)
      for (const value of [...HOSTILE, `{"a":${DEEP}}`, DEEP, JSON.stringify(DEEP)]) {
        const email = field === 'email' ? '' : '"email":"ada@example.org",'
        const [found] = read([`{${email}"${field}":${value}}`], { preset })
        expect(found).toMatchObject({ line: 1 })
      }
  },
)

test.each(['credentialData', 'secretData', 'type'])(
  'nothing in the %s of Keycloak ends an import',
  (part) => {
    const secret = { value: 'c2VjcmV0', salt: 'c2FsdA==' }
    const bad = { algorithm: 'argon2', hashIterations: NO_TEXT }
    const worse = { algorithm: 'argon2', additionalParameters: { memory: [NO_TEXT] } }
    for (const wrong of [NO_TEXT, [NO_TEXT], bad, worse, 'constructor', DEEP]) {
      const password = { type: 'password', secretData: secret, credentialData: {}, [part]: wrong }
      const person = { email: 'ada@example.org', credentials: [password] }
      expect(readJson(person, { preset: 'keycloak' })).toMatchObject({ line: 1 })
    }
  },
)

test.each(['constructor', '__proto__', [], {}])(
  'no address is proven, and nobody disabled, by %j',
  (wrong) => {
    const email = 'ada@example.org'
    expect(problemOf(readJson({ email, emailVerified: wrong }))).toBe('emailVerified_invalid')
    expect(problemOf(readJson({ email, disabled: wrong }))).toBe('disabled_invalid')
  },
)

test('preferences nest no deeper than those that people set', () => {
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}{}${'}'.repeat(levels)}`)
  const outcome = (levels: number) =>
    problemOf(readJson({ email: 'ada@example.org', preferences: nested(levels) }))
  expect([outcome(63), outcome(64)]).toEqual([null, 'preferences_invalid'])
})
