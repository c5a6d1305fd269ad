import { openFile } from './open-file.ts'
import { databaseProblem } from './problems.ts'

/**
 * What is wrong with the structure of the file, in SQLite's own words; null when it is sound. Reads
 * the whole file. Throws a DatabaseProblem when it cannot be opened at all.
 */
export const damageOf = async (file: string): Promise<string | null> => {
  const opened = await openFile({ file, synchronous: 'FULL', readonly: true, patienceMs: 1000 })
  try {
    const result = opened.pragma('quick_check(1)', { simple: true })
    return result === 'ok' ? null : String(result)
  } catch (error) {
    throw databaseProblem(file, error)
  } finally {
    opened.close()
  }
}
