import type { ForeignFields } from '@latchkey/core'
import type { ExportedHash } from '../password/foreign-formats.ts'

/** A record with its names in lower case, without anything but letters and digits. */
export type Named = Readonly<Record<string, unknown>>

/** A person as a program exports them: what we ask of everybody, and the hash as it stands. */
export interface ExportedPerson {
  readonly fields: ForeignFields
  readonly hash: ExportedHash | null
}

type Preset = (record: Named) => ExportedPerson

/** The programs whose exports are known. */
export type PresetName = 'latchkey' | 'auth0' | 'better-auth' | 'firebase' | 'keycloak' | 'supabase'

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** NaN for what is no number. An object could not even be asked for one. */
const number = (value: unknown): number => (typeof value === 'object' ? Number.NaN : Number(value))

const hashOf = (value: unknown, rest: Omit<ExportedHash, 'text'> = {}): ExportedHash | null => {
  const hash = text(value)
  return hash === undefined ? null : { text: hash, ...rest }
}

/** Our own names, which CSV and JSON Lines share. */
const latchkey: Preset = (record) => {
  const scheme = text(record['passwordscheme'])
  const salt = text(record['passwordsalt'])
  const iterations = number(record['passworditerations'])
  return {
    fields: {
      email: record['email'],
      emailVerified: record['emailverified'],
      disabled: record['disabled'],
      firstName: record['firstname'],
      lastName: record['lastname'],
      username: record['username'],
      phone: record['phone'],
      locale: record['locale'],
      preferences: record['preferences'],
      roles: record['roles'],
      createdAt: record['createdat'],
    },
    hash: hashOf(record['passwordhash'], {
      ...(scheme !== undefined && { scheme }),
      ...(salt !== undefined && { salt }),
      ...(Number.isSafeInteger(iterations) && { iterations }),
    }),
  }
}

/** Auth0: `email_verified`, `given_name`, `passwordHash` of bcrypt. */
const auth0: Preset = (record) => ({
  fields: {
    email: record['email'],
    emailVerified: record['emailverified'],
    disabled: record['blocked'],
    firstName: record['givenname'],
    lastName: record['familyname'],
    username: record['username'] ?? record['nickname'],
    phone: record['phonenumber'],
    createdAt: record['createdat'],
  },
  hash: hashOf(record['passwordhash']),
})

/** Better Auth: its `user` joined with `password` of its `account`. */
const betterAuth: Preset = (record) => ({
  fields: {
    email: record['email'],
    emailVerified: record['emailverified'],
    disabled: record['banned'],
    username: record['username'] ?? record['name'],
    phone: record['phonenumber'],
    createdAt: record['createdat'],
  },
  hash: hashOf(record['password'] ?? record['passwordhash'], { scheme: 'better-auth' }),
})

/** Firebase: the users of `firebase auth:export`. */
const firebase: Preset = (record) => {
  const salt = text(record['salt'])
  const scheme = { scheme: 'firebase-scrypt', ...(salt !== undefined && { salt }) }
  return {
    fields: {
      email: record['email'],
      emailVerified: record['emailverified'],
      disabled: record['disabled'],
      username: record['displayname'],
      phone: record['phonenumber'],
      createdAt: record['createdat'],
    },
    hash: hashOf(record['passwordhash'], scheme),
  }
}

/** Supabase: rows of `auth.users`. */
const supabase: Preset = (record) => ({
  fields: {
    email: record['email'],
    emailVerified: record['emailconfirmedat'] !== undefined,
    disabled: (record['deletedat'] ?? record['banneduntil']) !== undefined,
    phone: record['phone'],
    createdAt: record['createdat'],
  },
  hash: hashOf(record['encryptedpassword']),
})

/** Keycloak: the users of a realm's export. */
const keycloak: Preset = (record) => ({
  fields: {
    email: record['email'],
    emailVerified: record['emailverified'],
    disabled: record['enabled'] === false,
    firstName: record['firstname'],
    lastName: record['lastname'],
    username: record['username'],
    createdAt: record['createdtimestamp'],
  },
  hash: keycloakHash(record['credentials']),
})

/** `credentials` holds a password's data as JSON in texts. */
const keycloakHash = (credentials: unknown): ExportedHash | null => {
  const list: readonly unknown[] = Array.isArray(credentials) ? credentials : []
  const password = list.map(asRecord).find(({ type }) => type === 'password')
  if (!password) return null
  const how = asRecord(fromJson(password['credentialData']))
  const secret = asRecord(fromJson(password['secretData']))
  const [value, salt] = [text(secret['value']), text(secret['salt'])]
  const iterations = number(how['hashIterations'])
  if (value === undefined || salt === undefined) return { text: 'unreadable' }
  if (how['algorithm'] !== 'argon2')
    return { text: value, salt, iterations, scheme: keycloakScheme(how['algorithm']) }
  const more = asRecord(how['additionalParameters'])
  const first = (name: string): unknown => {
    const value: unknown = Array.isArray(more[name]) ? more[name][0] : more[name]
    return typeof value === 'object' ? undefined : value
  }
  const unpadded = [salt, value].map((part) => part.replace(/=+$/, '')).join('$')
  const work = `m=${first('memory')},t=${iterations},p=${first('parallelism')}`
  const version = first('version') === '1.3' ? 19 : first('version')
  return { text: `$argon2${first('type')}$v=${version}$${work}$${unpadded}` }
}

/** Its `pbkdf2` is the one of SHA-1. */
const keycloakScheme = (algorithm: unknown): string =>
  algorithm === 'pbkdf2' ? 'pbkdf2-sha1' : (text(algorithm) ?? 'unknown')

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const fromJson = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

/** How the records of each program are read. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  latchkey,
  auth0,
  'better-auth': betterAuth,
  firebase,
  keycloak,
  supabase,
}

export const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name)
