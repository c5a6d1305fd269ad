import type { PasswordHash } from '../password/passwords.ts'
import { type Refused, refused } from '../shared/outcome.ts'
import { utf8Length } from '../shared/utf8-length.ts'
import { type EmailAddress, parseEmail } from '../user/email-address.ts'
import {
  isAtMostDeep,
  MAX_PREFERENCES_BYTES,
  MAX_PREFERENCES_DEPTH,
  parseName,
  parsePhone,
} from '../user/profile-rules.ts'
import type { Profile } from '../user/user.ts'

/** What a file says of one person, by field; what is absent or empty there is left out. */
export type ForeignFields = Readonly<Partial<Record<ImportField, unknown>>>

/** The fields that an import understands, by their names in CSV and JSON Lines. */
export const IMPORT_FIELDS = [
  'email',
  'emailVerified',
  'disabled',
  'firstName',
  'lastName',
  'username',
  'phone',
  'locale',
  'preferences',
  'roles',
  'createdAt',
  'passwordHash',
] as const

export type ImportField = (typeof IMPORT_FIELDS)[number]

/** One person of an import file, checked. */
export interface ImportedPerson {
  readonly email: EmailAddress
  readonly emailVerified: boolean
  readonly isDisabled: boolean
  readonly profile: Profile
  readonly locale: string
  /** As the file names them, without `user`, which everybody has. */
  readonly roles: readonly string[]
  readonly createdAt: Date | null
  /** Of a scheme that a sign-in can check. */
  readonly hash: PasswordHash | null
}

/** Why a person cannot be imported: the field that is wrong. The hash is judged elsewhere. */
export type PersonProblem = `${Exclude<ImportField, 'passwordHash'>}_invalid` | 'email_missing'

/** A person as read from fields, or the first field that is wrong. */
export const readPerson = (
  fields: ForeignFields,
  hash: PasswordHash | null,
  now: Date,
): { readonly ok: true; readonly person: ImportedPerson } | Refused<PersonProblem> => {
  const email = typeof fields.email === 'string' ? parseEmail(fields.email) : null
  if (!email) return refused(fields.email === undefined ? 'email_missing' : 'email_invalid')
  const wrong: PersonProblem[] = []
  /** What is absent has a default; what cannot be read is wrong. */
  const read = <T>(
    field: Exclude<ImportField, 'email' | 'passwordHash'>,
    parse: (value: unknown) => T | null,
    otherwise: T,
  ) => {
    const value = fields[field]
    const parsed = value === undefined ? otherwise : parse(value)
    if (parsed === null && value !== undefined) wrong.push(`${field}_invalid`)
    return parsed ?? otherwise
  }
  const person = {
    email,
    emailVerified: read('emailVerified', toFlag, false),
    isDisabled: read('disabled', toFlag, false),
    profile: {
      firstName: read<string | null>('firstName', fromText(parseName), null),
      lastName: read<string | null>('lastName', fromText(parseName), null),
      username: read<string | null>('username', fromText(parseName), null),
      phone: read<string | null>('phone', fromText(parsePhone), null),
      preferences: read('preferences', toPreferences, {}),
    },
    locale: read('locale', fromText(parseLocale), 'en'),
    roles: read('roles', toRoles, []),
    createdAt: read<Date | null>('createdAt', (value) => toInstant(value, now), null),
    hash,
  }
  const [first] = wrong
  return first ? refused(first) : { ok: true, person }
}

const fromText =
  <T>(parse: (text: string) => T | null) =>
  (value: unknown): T | null =>
    typeof value === 'string' && value.isWellFormed() ? parse(value) : null

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 't', 'yes', '1'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', '0'].map((word) => [word, false] as const),
])

const toFlag = (value: unknown): boolean | null =>
  typeof value === 'object' ? null : (FLAGS.get(`${value}`.toLowerCase()) ?? null)

/** A language tag (BCP 47) in its usual letters; also with the underline of other programs. */
const parseLocale = (text: string): string | null => {
  const tag = text.replaceAll('_', '-')
  return /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(tag) ? tag : null
}

const toPreferences = (value: unknown): Record<string, unknown> | null => {
  const parsed = typeof value === 'string' ? fromJson(value) : value
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  if (!isAtMostDeep(parsed, MAX_PREFERENCES_DEPTH)) return null
  const size = utf8Length(JSON.stringify(parsed))
  return size <= MAX_PREFERENCES_BYTES ? { ...parsed } : null
}

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const MAX_ROLES = 32

/** A list, or names with spaces, commas or semicolons between them. */
const toRoles = (value: unknown): string[] | null => {
  const names = typeof value === 'string' ? value.split(/[\s,;|]+/) : value
  if (!Array.isArray(names) || names.length > MAX_ROLES) return null
  const roles = new Set<string>()
  for (const name of names) {
    if (typeof name !== 'string') return null
    if (name !== '' && name !== EVERYBODYS_ROLE) roles.add(name)
  }
  return [...roles].sort()
}

const EVERYBODYS_ROLE = 'user'

/** ISO 8601, or milliseconds since 1970; not in the future. */
const toInstant = (value: unknown, now: Date): Date | null => {
  const isNumber =
    typeof value === 'number' || (typeof value === 'string' && /^\d{9,14}$/.test(value))
  const isText = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)
  if (!isNumber && !isText) return null
  const at = new Date(isNumber ? Number(value) : postgresToIso(`${value}`))
  const millis = at.getTime()
  return millis >= 0 && millis <= now.getTime() ? at : null
}

/** PostgreSQL writes `2024-05-01 10:00:00.12+00`. */
const postgresToIso = (text: string): string =>
  text.replace(
    /^(\S+) (\S+?)([+-]\d\d)?$/,
    (_, day, time, zone) => `${day}T${time}${zone ? `${zone}:00` : 'Z'}`,
  )
