import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { pid } from 'node:process'
import { ensureFolder } from '@latchkey/process'
import { syncFolder } from '@latchkey/sql'
import { BackupProblem, hasManifest } from './manifest.ts'

/**
 * Lets `fill` write a folder that takes its name only when it is whole; for its owner alone. Throws
 * a BackupProblem when there is something already, unless that is a backup and may be replaced.
 */
export const writeBackupFolder = async (
  folder: string,
  { replace }: { readonly replace: boolean },
  fill: (into: string) => Promise<void>,
): Promise<void> => {
  const isThere = holdsSomething(folder)
  if (isThere && !replace)
    throw new BackupProblem(`${folder} is there already: name another folder, or add --force.`)
  if (isThere && !hasManifest(folder))
    throw new BackupProblem(`${folder} is no backup, so it is not replaced: name another folder.`)
  const partial = `${folder}.partial-${pid}`
  ensureFolder(dirname(folder))
  mkdirSync(partial, { mode: 0o700 })
  try {
    await fill(partial)
    syncFolder(partial)
    takeName(partial, folder, isThere)
    syncFolder(dirname(folder))
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    throw error
  }
}

const takeName = (partial: string, folder: string, isThere: boolean): void => {
  const former = `${folder}.former-${pid}`
  if (isThere) renameSync(folder, former)
  renameSync(partial, folder)
  if (isThere) rmSync(former, { recursive: true })
}

/** An empty folder is taken away: somebody made it for us. */
const holdsSomething = (folder: string): boolean => {
  if (!existsSync(folder)) return false
  if (!statSync(folder).isDirectory() || readdirSync(folder).length > 0) return true
  rmdirSync(folder)
  return false
}
