import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSecret } from './secret-value.ts'

const NAME = 'latchkey.secret'
/** How long a process waits for another one that is just writing the file. */
const WAIT_MS = 20
const MAX_WAITS = 50

/**
 * The secret of an installation that has none configured: made at the first start and kept in
 * `dataDir`, readable by its owner only. Processes that start at once agree on one. Never used in
 * production. Throws with a sentence for the operator when the folder or the file is no good.
 */
export const keptSecret = (dataDir: string): Buffer => {
  const file = join(dataDir, NAME)
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const text = readOrMake(file).trim()
    const reading = readSecret(text)
    if ('value' in reading) return reading.value
    if (text !== '') break
    pause(WAIT_MS)
  }
  throw new Error(`holds a damaged ${NAME}: put the former file back, or delete it to begin anew`)
}

/** Makes sure that the folder for our files is there. */
export const ensureFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

const readOrMake = (file: string): string => {
  try {
    const secret = randomBytes(32).toString('base64')
    writeFileSync(file, `${secret}\n`, { flag: 'wx', mode: 0o600 })
    return secret
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return readFileSync(file, 'utf8')
    throw error
  }
}

/** At start nothing else runs yet, so a blocking wait harms nobody. */
const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
