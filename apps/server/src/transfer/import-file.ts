import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import type { ImportBatch, ImportProgress, ImportRecord, ImportUsers } from '@latchkey/core'
import { type ImportReport, reportOn } from './import-report.ts'
import { ImportProblem, type Reading, recordReader } from './read-records.ts'
import { splitRecords } from './split-records.ts'

/** Records per unit of work: few enough that others get their turn, and that a report fits. */
const BATCH = 500
const CHUNK_BYTES = 1024 * 1024

/** A file, or standard input. */
export interface ImportSource {
  chunks(): AsyncIterable<Buffer>
  /** Null where it is not known. */
  readonly bytes: number | null
}

export const fileSource = (file: string): ImportSource => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new ImportProblem(`There is no file ${file}.`)
  const chunks = () => createReadStream(file, { highWaterMark: CHUNK_BYTES })
  return { chunks, bytes: found.size }
}

/** What is imported and how: the same again goes on where it stopped. */
export const digestOf = async (source: ImportSource, how: object): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify(how))
  for await (const chunk of source.chunks()) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}

interface Importing {
  readonly source: ImportSource
  readonly reading: Reading
  readonly maxRole: string
  readonly now: Date
  readonly report: ImportReport
  readonly importUsers: (progress: ImportProgress, batch: ImportBatch) => ReturnType<ImportUsers>
  readonly onProgress: (bytesRead: number) => void
}

/** Imports what is left of a file after `progress`; resolves to how far it came. */
export const importFile = async (
  { source, reading, maxRole, now, report, importUsers, onProgress }: Importing,
  begun: ImportProgress,
): Promise<ImportProgress> => {
  let progress = begun
  await report.restore(progress)
  for await (const { records, bytesRead } of batchesOf(source, reading, now, begun.records)) {
    progress = await importUsers(progress, { records, maxRole, reportOn })
    await report.append(progress)
    onProgress(bytesRead)
  }
  return progress
}

/** The records after the first `skip`, in batches. Holds a batch and a chunk, never the file. */
const batchesOf = async function* (
  source: ImportSource,
  reading: Reading,
  now: Date,
  skip: number,
): AsyncGenerator<{ readonly records: readonly ImportRecord[]; readonly bytesRead: number }> {
  const reader = recordReader(reading, now)
  let bytesRead = 0
  let left = skip
  let records: ImportRecord[] = []
  const counted = async function* () {
    for await (const chunk of source.chunks()) {
      bytesRead += chunk.length
      yield chunk
    }
  }
  for await (const split of splitRecords(counted(), reading.format))
    for (const piece of split) {
      const record = reader.read(piece)
      if (!record) continue
      if (left > 0) left -= 1
      else records.push(record)
      if (records.length < BATCH) continue
      yield { records, bytesRead }
      records = []
    }
  if (records.length > 0) yield { records, bytesRead }
}
