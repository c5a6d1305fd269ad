import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { ImportProgress, RecordOutcome } from '@latchkey/core'
import { csvRecord } from './csv-fields.ts'
import { ImportProblem } from './read-records.ts'

const HEADER = 'line,address,outcome,reason,explanation\n'
const MAX_SHOWN = 60

/** What each reason means, and what to do. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  address_taken: 'the address is somebody already: they stay as they are',
  role_withheld: 'a role above --max-role was left out',
  password_left_out: 'the address is unproven: its owner signs in by a mailed code or reset',
  role_unknown: 'there is no such role: make it first',
  record_malformed: 'not as many fields as columns, a stray quote, or no JSON object',
  record_too_long: 'longer than 64 KiB',
  not_utf8: 'not UTF-8, perhaps Latin-1: convert the file',
  nul: 'holds a NUL character',
  email_missing: 'no address',
  email_invalid: 'no mail address',
  hash_unknown: 'no password hash that we can check',
  hash_malformed: 'a password hash that cannot be right',
  hash_too_dear: 'a password hash that costs too much to check',
  hash_of_other_secret: 'a password hash of an installation with another LATCHKEY_SECRET',
}

/** The file that says what became of each record that was not simply imported. */
export interface ImportReport {
  /** Brings the file to the state that the journal knows; only then may more be written. */
  restore(progress: ImportProgress): Promise<void>
  /** Writes the end of the report. */
  append(progress: ImportProgress): Promise<void>
  close(): Promise<void>
}

/** Opens the report of an import. Throws an ImportProblem rather than write over another file. */
export const openReport = async (file: string): Promise<ImportReport> => {
  const isThere = existsSync(file)
  const handle = await open(file, isThere ? 'r+' : 'wx+', 0o600).catch((error) => {
    throw new ImportProblem(`The report ${file} cannot be written (${error.code}): use --report.`)
  })
  if (isThere && !(await isOurs(handle))) {
    await handle.close()
    throw new ImportProblem(`${file} is there and is no report of ours: use --report.`)
  }
  await handle.write(HEADER, 0)
  const writeTail = async ({ reportBytes, reportTail }: ImportProgress): Promise<void> => {
    const tail = Buffer.from(reportTail)
    if (tail.length > 0)
      await handle.write(tail, 0, tail.length, HEADER.length + reportBytes - tail.length)
  }
  return {
    restore: async (progress) => {
      const { size } = await handle.stat()
      const needed = HEADER.length + progress.reportBytes - Buffer.byteLength(progress.reportTail)
      if (size < needed)
        throw new ImportProblem(`${file} of the earlier run is gone: name another --report.`)
      await writeTail(progress)
      await handle.truncate(HEADER.length + progress.reportBytes)
    },
    append: writeTail,
    close: async () => {
      await handle.sync()
      await handle.close()
    },
  }
}

const isOurs = async (handle: FileHandle): Promise<boolean> => {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0)
  return bytesRead === 0 || buffer.toString() === HEADER
}

/** The lines of the report about these records. */
export const reportOn = (outcomes: readonly RecordOutcome[]): string =>
  outcomes
    .flatMap(({ line, address, outcome, reasons }) =>
      reasons.map((reason) => {
        const explanation = EXPLANATIONS[reason] ?? 'not as docs/import.md says'
        return `${csvRecord([`${line}`, masked(address), outcome, reason, explanation])}\n`
      }),
    )
    .join('')

/** Enough of an address to find it in the file: `a***@example.org`. */
const masked = (address: string | null): string => {
  const [, first, host] = /^(.).*@([^@]*)$/su.exec(address ?? '') ?? []
  return host === undefined ? '' : `${first}***@${host}`.slice(0, MAX_SHOWN)
}
