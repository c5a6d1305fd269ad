import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { Config } from '@latchkey/process'
import {
  DatabaseProblem,
  DatabaseUnavailable,
  isServerUrl,
  migrationStatus,
  shownUrl,
} from '@latchkey/sql'
import { bad, type Finding, note, ok } from './finding.ts'
import { settingFindings } from './setting-findings.ts'
import { soundnessFinding } from './soundness.ts'

const MIN_FREE_BYTES = 200_000_000

/** Whether the database answers, is sound, has its schema and room to grow, and valid settings. */
export const databaseFindings = async (
  config: Config,
  patienceMs: number | null,
): Promise<readonly Finding[]> => {
  const { database } = config
  const isServer = isServerUrl(database)
  if (!isServer && !existsSync(database))
    return [note('database', `${database} does not exist yet`, 'start makes it')]
  try {
    const missing = (await migrationStatus(database)).filter((m) => !m.appliedAt)
    return [
      isServer ? ok('database', shownUrl(database)) : await soundnessFinding(database, patienceMs),
      missing.length === 0
        ? ok('migrations', 'all applied')
        : note(
            'migrations',
            `${missing.length} missing`,
            'start applies them, or latchkey migrate up',
          ),
      ...(isServer ? [] : [await diskFinding(config)]),
      ...(missing.length === 0 ? await settingFindings(config) : []),
    ]
  } catch (error) {
    if (error instanceof DatabaseProblem || error instanceof DatabaseUnavailable)
      return [bad('database', error.message)]
    throw error
  }
}

/** Where the file of an embedded database grows; nothing else of ours does. */
const diskFinding = async ({ dataDir }: Config): Promise<Finding> => {
  const { bavail, bsize } = await statfs(dataDir)
  return bavail * bsize > MIN_FREE_BYTES
    ? ok('disk', `${Math.round((bavail * bsize) / 1e6)} MB free`)
    : bad('disk', 'less than 200 MB free', 'make room before writes begin to fail')
}
