import { IMPORT_FIELDS, type ImportField, type UserWithHash } from '@latchkey/core'
import { csvRecord } from './csv-fields.ts'
import type { FileFormat } from './split-records.ts'

/** What stands before the first user. */
export const exportHeader = (format: FileFormat): string =>
  format === 'csv' ? `${IMPORT_FIELDS.join(',')}\n` : ''

/** One user, in the form that an import reads back unchanged. */
export const exportLine = (user: UserWithHash, format: FileFormat): string => {
  const fields = fieldsOf(user)
  if (format === 'jsonl') return `${JSON.stringify(fields)}\n`
  return `${csvRecord(IMPORT_FIELDS.map((name) => cell(fields[name])))}\n`
}

const fieldsOf = ({ user, hash }: UserWithHash): Readonly<Record<ImportField, unknown>> => ({
  email: user.email,
  emailVerified: user.emailVerified,
  disabled: user.disabledAt !== null,
  firstName: user.firstName,
  lastName: user.lastName,
  username: user.username,
  phone: user.phone,
  locale: user.locale,
  preferences: user.preferences,
  roles: user.roles,
  createdAt: user.createdAt.toISOString(),
  passwordHash: hash,
})

const cell = (value: unknown): string => {
  if (value === null) return ''
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`
}
