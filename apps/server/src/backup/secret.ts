import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { ensureFolder, keyring, type Places, type RootSecrets, readSecret } from '@latchkey/process'
import { createSealer, newestSigningKey, syncFile, syncFolder } from '@latchkey/sql'
import { openPrivateKey, SealedUnderAnotherSecret } from '../session/signing-key.ts'
import { BackupProblem, SECRET_FILE } from './manifest.ts'

const read = (file: string): Buffer => {
  const reading = readSecret(readFileSync(file, 'utf8').trim())
  if ('value' in reading) return reading.value
  throw new BackupProblem(`${file} is damaged: it ${reading.problem}.`)
}

/** Puts the kept secret into a backup; false when there is none to put, because it is configured. */
export const addSecret = ({ secrets, secretFile }: Places, folder: string): boolean => {
  if (secrets !== null || !existsSync(secretFile)) return false
  const to = join(folder, SECRET_FILE)
  writeFileSync(to, `${read(secretFile).toString('base64')}\n`, { flag: 'wx', mode: 0o600 })
  syncFile(to)
  return true
}

/** What a restore does about the secret. */
export interface SecretPlan {
  /** The secrets that count afterwards; null when there is none yet. */
  readonly secrets: RootSecrets | null
  /** Puts the backup's secret in its place, if that is empty. */
  carryOut(): void
}

/** Throws a BackupProblem when another secret is in the place of the backup's. */
export const planSecret = (
  { secrets, secretFile }: Places,
  backupFile: string | null,
): SecretPlan => {
  const kept = existsSync(secretFile) ? read(secretFile) : null
  const restored = backupFile === null ? null : read(backupFile)
  const nothing = () => undefined
  if (secrets !== null) return { secrets, carryOut: nothing }
  if (restored === null) return { secrets: kept && [kept], carryOut: nothing }
  if (kept === null) return { secrets: [restored], carryOut: () => putSecret(restored, secretFile) }
  if (kept.equals(restored)) return { secrets: [kept], carryOut: nothing }
  throw new BackupProblem(
    `${secretFile} is another secret than that of the backup: move it away, or restore elsewhere.`,
  )
}

/** Whole or not at all, and never over another one. */
const putSecret = (secret: Buffer, file: string): void => {
  ensureFolder(dirname(file))
  const partial = `${file}.partial-${pid}`
  writeFileSync(partial, `${secret.toString('base64')}\n`, { mode: 0o600 })
  syncFile(partial)
  linkSync(partial, file)
  rmSync(partial)
  syncFolder(dirname(file))
}

/** Whether a server with these secrets could start on the database. */
export const opensKeysOf = async (
  location: string,
  secrets: RootSecrets | null,
): Promise<boolean> => {
  const key = await newestSigningKey(location)
  if (!key) return true
  if (!secrets) return false
  try {
    openPrivateKey(createSealer(keyring(secrets).keys('signing-key')), key)
    return true
  } catch (error) {
    if (error instanceof SealedUnderAnotherSecret) return false
    throw error
  }
}
