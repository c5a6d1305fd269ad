import type { Config } from '@latchkey/process'
import { brokerFindings } from './broker-findings.ts'
import { clockFindings } from './clock-findings.ts'
import { databaseFindings } from './database-findings.ts'
import { type Finding, note, ok } from './finding.ts'
import { mailFindings } from './mail-findings.ts'
import { redisFindings } from './redis-findings.ts'
import { webAppFinding } from './web-app-finding.ts'

export interface Check {
  readonly area: 'configuration' | 'database' | 'cache' | 'broker' | 'mail' | 'web' | 'clock'
  /** Waits about so many milliseconds for others to answer; null: as long as each of them gets. */
  readonly run: (config: Config, patienceMs: number | null) => Promise<readonly Finding[]>
}

const configurationFindings = async ({ production, warnings }: Config): Promise<Finding[]> => [
  ok('configuration', production ? 'production' : 'development'),
  ...warnings.map(({ name, message }) => note(name, message)),
]

/** Everything that the doctor looks at, on the console and by the API. None of it changes anything. */
export const CHECKS: readonly Check[] = [
  { area: 'configuration', run: configurationFindings },
  { area: 'database', run: databaseFindings },
  { area: 'cache', run: redisFindings },
  { area: 'broker', run: brokerFindings },
  { area: 'mail', run: mailFindings },
  { area: 'web', run: async (config) => [await webAppFinding(config)] },
  { area: 'clock', run: async () => clockFindings(new Date()) },
]
