import { resolve } from 'node:path'
import { ADMIN_ROLE, builtInRole, type ImportProgress } from '@latchkey/core'
import { type Installation, openInstallation } from '../installation.ts'
import { readFirebaseParameters } from '../transfer/firebase-parameters.ts'
import { digestOf, fileSource, type ImportSource, importFile } from '../transfer/import-file.ts'
import { openReport } from '../transfer/import-report.ts'
import { isPreset, PRESETS } from '../transfer/presets.ts'
import { ImportProblem, type Reading } from '../transfer/read-records.ts'
import { rehearsedCases, transferCases } from '../transfer/transfer-cases.ts'
import { configOrExit, orExplain, say } from './console.ts'
import { progressDisplay } from './progress.ts'

interface Options {
  readonly format?: string
  readonly from: string
  readonly maxRole: string
  readonly report?: string
  readonly firebaseHashConfig?: string
  readonly trustAddresses?: true
  readonly dryRun?: true
}

/** Everything was done, but some records were refused: the report says which. */
const SOME_REFUSED = 2

/** `latchkey users import <file>`: people of another program become users. */
export const importUsersFrom = (name: string, options: Options): Promise<void> =>
  orExplain(async () => {
    const config = configOrExit()
    const source = name === '-' ? standardInput : fileSource(resolve(name))
    const installation = await openInstallation(config)
    try {
      const reading = readingOf(name, options, installation)
      await checkMaxRole(options.maxRole, installation)
      const file = options.report ?? (name === '-' ? 'import-report.csv' : `${name}.report.csv`)
      const report = await openReport(resolve(file))
      const job = { source, reading, file, report, options, installation }
      const done = await (options.dryRun ? rehearse(job) : carryOut(job))
      await report.close()
      tell(done, options.dryRun ? 'would be' : 'were')
      if (done.present + done.refused > 0) say(`What is not simply imported is in ${file}.`)
      if (done.refused > 0) process.exitCode = SOME_REFUSED
    } finally {
      await installation.close()
    }
  })

interface Job {
  readonly source: ImportSource
  readonly reading: Reading
  readonly file: string
  readonly report: Awaited<ReturnType<typeof openReport>>
  readonly options: Options
  readonly installation: Installation
}

const carryOut = async (job: Job): Promise<ImportProgress> => {
  const { clock, secrets, storage } = job.installation
  const { importUsers, endImport } = transferCases(job.installation)
  const importId = secrets.newId()
  const key =
    job.source.bytes === null ? `input:${importId}` : await digestOf(job.source, howOf(job))
  const begun = await storage.stores.journal.begin(key, importId, clock.now())
  if (begun.records > 0) say(`Going on after ${counted(begun.records)} records of an earlier run.`)
  const done = await run(job, importUsers, begun)
  await endImport(done)
  return done
}

const NOTHING_YET: ImportProgress = {
  importId: 'dry-run',
  ...{ records: 0, imported: 0, present: 0, refused: 0, reportBytes: 0, reportTail: '' },
}

const rehearse = (job: Job): Promise<ImportProgress> =>
  run(job, rehearsedCases(job.installation).importUsers, NOTHING_YET)

const run = async (
  { source, reading, report, options, installation }: Job,
  importUsers: ReturnType<typeof transferCases>['importUsers'],
  begun: ImportProgress,
): Promise<ImportProgress> => {
  const display = progressDisplay(options.dryRun ? 'Reading' : 'Importing')
  const onProgress = (bytes: number) => {
    if (source.bytes !== null) display.update(bytes, source.bytes)
  }
  const { maxRole } = options
  const now = installation.clock.now()
  const done = await importFile(
    { source, reading, maxRole, now, report, importUsers, onProgress },
    begun,
  )
  display.end()
  return done
}

/** What besides the file decides what becomes of it. */
const howOf = ({ reading, file, options }: Job): object => ({
  report: resolve(file),
  format: reading.format,
  from: reading.preset,
  trusts: reading.trustsAddresses,
  maxRole: options.maxRole,
  firebase: reading.firebase !== null,
})

const readingOf = (name: string, options: Options, { keys }: Installation): Reading => {
  const { from, firebaseHashConfig } = options
  if (!isPreset(from))
    throw new ImportProblem(`--from is one of ${Object.keys(PRESETS).join(', ')}.`)
  const format = options.format ?? (/\.(jsonl|ndjson|json)$/i.test(name) ? 'jsonl' : 'csv')
  if (format !== 'csv' && format !== 'jsonl')
    throw new ImportProblem('--format is csv or jsonl (one JSON object in each line).')
  const peppers = keys.keys('password-pepper')
  return {
    format,
    preset: from,
    trustsAddresses: options.trustAddresses === true,
    firebase: firebaseHashConfig === undefined ? null : readFirebaseParameters(firebaseHashConfig),
    isOwnPepper: (id) => peppers.some((pepper) => pepper.id === id),
  }
}

const checkMaxRole = async (name: string, { storage }: Installation): Promise<void> => {
  if (name === ADMIN_ROLE)
    throw new ImportProblem('No import makes administrators: use latchkey admin create.')
  if (!builtInRole(name) && !(await storage.stores.roles.find(name)))
    throw new ImportProblem(`There is no role ${name}.`)
}

const standardInput: ImportSource = { chunks: () => process.stdin, bytes: null }

const counted = (count: number): string => count.toLocaleString('en')

const tell = ({ records, imported, present, refused }: ImportProgress, were: string): void =>
  say(
    `Of ${counted(records)} records ${counted(imported)} ${were} imported, ` +
      `${counted(present)} are users already, ${counted(refused)} ${were} refused.`,
  )
