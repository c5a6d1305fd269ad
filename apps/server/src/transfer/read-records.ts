import { type ImportRecord, readPerson } from '@latchkey/core'
import { type FirebaseParameters, parseExportedHash } from '../password/foreign-formats.ts'
import { csvFields, withoutApostrophe } from './csv-fields.ts'
import { type Named, PRESETS, type PresetName } from './presets.ts'
import type { FileFormat, SplitRecord } from './split-records.ts'

/** How a file is read. */
export interface Reading {
  readonly format: FileFormat
  readonly preset: PresetName
  /** Whoever imports vouches for every address. */
  readonly trustsAddresses: boolean
  readonly firebase: FirebaseParameters | null
  readonly isOwnPepper: (id: string) => boolean
}

/** Something about the file as a whole that an operator can mend. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem'
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const BOM = '\ufeff'

/** Reads the records of a file one after the other; the first one of CSV names its columns. */
export const recordReader = (reading: Reading, now: Date) => {
  let columns: readonly string[] | null = null
  let isFirst = true

  const named = (text: string): Named | 'record_malformed' =>
    columns === null ? fromJsonLine(text) : fromCsvLine(text, columns)

  return {
    /** Null for the record that names the columns. Throws an ImportProblem when none can be read. */
    read: ({ line, bytes }: SplitRecord): ImportRecord | null => {
      const wasFirst = isFirst
      isFirst = false
      if (wasFirst && bytes) refuseOtherEncodings(bytes)
      const problem = (reason: string): ImportRecord => ({ line, address: null, problem: reason })
      if (bytes === null) return problem('record_too_long')
      const text = decoded(bytes, wasFirst)
      if (text !== null && wasFirst && reading.format === 'csv') {
        columns = columnsOf(text)
        return null
      }
      if (wasFirst && reading.format === 'csv') throw new ImportProblem(NO_HEADER)
      if (text === null) return problem('not_utf8')
      if (text.includes('\0')) return problem('nul')
      const record = named(text)
      return typeof record === 'string'
        ? problem(record)
        : { line, ...personOf(record, reading, now) }
    },
  }
}

const NO_HEADER = 'The first line names no column "email": see docs/import.md for the names.'

/** A file in UTF-16 says so in its first bytes, or has a NUL beside each letter. */
const refuseOtherEncodings = (bytes: Buffer): void => {
  const [first, second] = bytes
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isMarked || first === 0 || second === 0)
    throw new ImportProblem(
      'The file is in UTF-16: make it UTF-8, such as by iconv -f UTF-16 -t UTF-8.',
    )
}

/** Null for what is not UTF-8, as Latin-1 is. */
const decoded = (bytes: Buffer, isFirst: boolean): string | null => {
  try {
    const text = UTF8.decode(bytes)
    return isFirst && text.startsWith(BOM) ? text.slice(1) : text
  } catch {
    return null
  }
}

const nameOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const columnsOf = (text: string): readonly string[] => {
  const columns = csvFields(text)?.map(nameOf) ?? []
  if (!columns.includes('email')) throw new ImportProblem(NO_HEADER)
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index)
  if (twice !== undefined) throw new ImportProblem(`The column "${twice}" is there twice.`)
  return columns
}

const fromCsvLine = (text: string, columns: readonly string[]): Named | 'record_malformed' => {
  const fields = csvFields(text)
  if (!fields || fields.length !== columns.length) return 'record_malformed'
  const pairs = columns.map(
    (name, index) => [name, withoutApostrophe(fields[index] ?? '')] as const,
  )
  return present(pairs)
}

const fromJsonLine = (text: string): Named | 'record_malformed' => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return 'record_malformed'
    return present(Object.entries(value).map(([name, field]) => [nameOf(name), field] as const))
  } catch {
    return 'record_malformed'
  }
}

/** Without what is empty. */
const present = (pairs: readonly (readonly [string, unknown])[]): Named =>
  Object.fromEntries(pairs.filter(([, value]) => value !== '' && value !== null))

const personOf = (record: Named, reading: Reading, now: Date) => {
  const { fields, hash } = PRESETS[reading.preset](record)
  const address = typeof fields.email === 'string' ? fields.email : null
  const parsed = hash && parseExportedHash(hash, reading)
  const trusted = reading.trustsAddresses ? { ...fields, emailVerified: true } : fields
  const read = readPerson(trusted, parsed?.ok ? parsed.hash : null, now)
  if (!read.ok) return { address: null, problem: read.reason }
  if (parsed?.ok === false) return { address, problem: parsed.reason }
  return { person: read.person }
}
