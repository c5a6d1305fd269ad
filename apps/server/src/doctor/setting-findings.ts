import { settingsInForce } from '@latchkey/core'
import type { Config } from '@latchkey/process'
import { openDatabase, sqlSettings } from '@latchkey/sql'
import { type Finding, note, ok } from './finding.ts'

/** Whether every runtime setting that was changed counts; a value that is not valid does not. */
export const settingFindings = async ({ database, fixedSettings }: Config): Promise<Finding[]> => {
  const opened = await openDatabase({ location: database })
  try {
    const stored = await sqlSettings(opened).all()
    const { unused } = settingsInForce(stored, fixedSettings)
    if (unused.length === 0) return [ok('settings', `${stored.length} changed, all valid`)]
    return unused.map(({ key, problem }) =>
      note(
        'settings',
        `${key} ${problem}: what the database has for it is not used`,
        `give it another: latchkey settings set ${key} …`,
      ),
    )
  } finally {
    await opened.close()
  }
}
