import { DatabaseProblem, DatabaseUnavailable, isOutOfReach } from '@latchkey/sql'
import { BootstrapRefused } from '../access/first-administrator.ts'
import type { Config } from '../config/config.ts'
import { processEnvironment } from '../config/env.ts'
import { loadConfig } from '../config/load-config.ts'
import { SealedUnderAnotherSecret } from '../session/signing-key.ts'

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
  if (loaded.ok) return loaded.config
  const remarks = [...loaded.problems, ...loaded.warnings]
  const lines = remarks.map(({ name, message }) => `  ${name}: ${message}`)
  return fail(`the configuration cannot be used:\n\n${lines.join('\n')}`)
}

const MENDABLE = [DatabaseProblem, DatabaseUnavailable, BootstrapRefused, SealedUnderAnotherSecret]

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
