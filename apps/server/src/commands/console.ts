import { ImportTakenOver } from '@latchkey/core'
import {
  type Config,
  type LoadedConfig,
  loadConfig,
  loadPlaces,
  type Places,
  processEnvironment,
  type Remark,
} from '@latchkey/process'
import { DatabaseProblem, DatabaseUnavailable, isOutOfReach } from '@latchkey/sql'
import { BootstrapRefused } from '../access/first-administrator.ts'
import { BackupProblem } from '../backup/manifest.ts'
import { DemoIsThere } from '../demo/seed-demo.ts'
import { SealedUnderAnotherSecret } from '../session/signing-key.ts'
import { ImportProblem } from '../transfer/read-records.ts'

/** Says why a command cannot go on, and ends the process. */
export const fail = (message: string): never => {
  process.stderr.write(`\nlatchkey: ${message}\n\n`)
  process.exit(1)
}

/** One line for the person at the console. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** The configuration; ends the process with every problem in one message when there is one. */
export const configOrExit = (): Config => {
  const loaded = loadConfig(processEnvironment(), { cwd: process.cwd() })
  return loaded.ok ? loaded.config : explainConfig(loaded)
}

/** What is kept where; as `configOrExit`, but nothing is written. */
export const placesOrExit = (): Places => {
  const loaded = loadPlaces(processEnvironment(), { cwd: process.cwd() })
  return loaded.ok ? loaded.places : explainConfig(loaded)
}

const explainConfig = ({ problems, warnings }: Extract<LoadedConfig, { ok: false }>): never => {
  const besides = warnings.length > 0 ? `\n\nAnd to know:\n\n${listed(warnings)}` : ''
  return fail(`the configuration cannot be used:\n\n${listed(problems)}${besides}`)
}

const listed = (remarks: readonly Remark[]): string =>
  remarks.map(({ name, message }) => `  ${name}: ${message}`).join('\n')

const MENDABLE = [
  DatabaseProblem,
  DatabaseUnavailable,
  BackupProblem,
  BootstrapRefused,
  SealedUnderAnotherSecret,
  DemoIsThere,
  ImportProblem,
  ImportTakenOver,
]

/** Runs a command; what an operator can mend is told in one sentence, without a stack. */
export const orExplain = async (command: () => Promise<void>): Promise<void> => {
  try {
    await command()
  } catch (error) {
    if (error instanceof Error && MENDABLE.some((type) => error instanceof type))
      fail(error.message)
    if (isOutOfReach(error))
      fail('the database cannot be written: free some space and check its disk and permissions.')
    throw error
  }
}
