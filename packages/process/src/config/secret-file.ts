import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readSecret } from './secret-value.ts'

const NAME = 'latchkey.secret'

/** Where the secret of an installation is that has none configured. */
export const secretFileIn = (dataDir: string): string => join(dataDir, NAME)

/** How long a process waits for another one that is just writing the file. */
const WAIT_MS = 20
const MAX_WAITS = 50

/**
 * The secret of an installation that has none configured: made at the first start and kept in
 * `dataDir`, readable by its owner only. Processes that start at once agree on one. Never used in
 * production. Throws with a sentence for the operator when the folder or the file is no good.
 */
export const keptSecret = (dataDir: string): Buffer => {
  const file = secretFileIn(dataDir)
  for (let waits = 0; waits < MAX_WAITS; waits++) {
    const text = readOrMake(file).trim()
    const reading = readSecret(text)
    if ('value' in reading) return reading.value
    if (text !== '') break
    pause(WAIT_MS)
  }
  throw new Error(`holds a damaged ${NAME}: put the former file back, or delete it to begin anew`)
}

/**
 * Makes sure that the folder for our files is there. Node's own recursive way never comes back where
 * the system denies that a folder may be made, as under `/proc`.
 */
export const ensureFolder = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(folder)
  if (parent !== folder) ensureFolder(parent)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
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
