import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ensureFolder, type Places, processEnvironment } from '@latchkey/process'
import { databaseEngine, refuseNewerMigrations, restoreServer, stageRestore } from '@latchkey/sql'
import { BackupProblem, DATABASE_FILES, readManifest, SECRET_FILE } from '../backup/manifest.ts'
import { opensKeysOf, planSecret, type SecretPlan } from '../backup/secret.ts'
import { orExplain, placesOrExit, say } from './console.ts'

/** What is to be restored: a file or dump, and the secret beside it. */
interface Found {
  readonly kind: ReturnType<typeof databaseEngine>
  readonly file: string
  readonly secretFile: string | null
}

interface Restoring {
  readonly found: Found
  readonly places: Places
  readonly plan: SecretPlan
}

/** `latchkey restore <folder>`: a backup, or a lone SQLite file, into a place where nothing is. */
export const restore = (name: string, options: { readonly force?: true }): Promise<void> =>
  orExplain(async () => {
    const places = placesOrExit()
    const found = await find(resolve(name))
    const kind = databaseEngine(places.database)
    if (found.kind !== kind) throw new BackupProblem(explainKinds(found.kind, kind))
    const plan = planSecret(places, found.secretFile)
    const restoring = { found, places, plan }
    const migrated =
      kind === 'sqlite'
        ? await intoFile(restoring, options.force === true)
        : await intoServer(restoring, options.force === true)
    if (migrated.length > 0) say(`Migrated from an older version: ${migrated.join(', ')}.`)
    if (!(await opensKeysOf(places.database, plan.secrets))) say(OTHER_SECRET)
    say('Restored. What was revoked after the backup was made is valid again, so run next, before')
    say('a server starts: latchkey tokens revoke-all')
  })

const OTHER_SECRET =
  'LATCHKEY_SECRET is not the one of the backup: configure that one before you start a server.'

const find = async (path: string): Promise<Found> => {
  if (!existsSync(path)) throw new BackupProblem(`There is no ${path}.`)
  if (!statSync(path).isDirectory()) return { kind: 'sqlite', file: path, secretFile: null }
  const { kind, migrations, files } = await readManifest(path)
  refuseNewerMigrations(migrations)
  const secretFile = files[SECRET_FILE] ? join(path, SECRET_FILE) : null
  return { kind, file: join(path, DATABASE_FILES[kind]), secretFile }
}

const explainKinds = (backup: Found['kind'], database: Found['kind']): string =>
  `The backup is of ${NAMES[backup]}, and DATABASE_URL names ${NAMES[database]}: restore it where ` +
  'it comes from; latchkey copy takes an installation from one kind to another.'

const NAMES = { sqlite: 'an SQLite file', postgres: 'PostgreSQL', mysql: 'MySQL or MariaDB' }

const intoFile = async ({ found, places, plan }: Restoring, force: boolean) => {
  ensureFolder(dirname(places.database))
  const staged = await stageRestore({ backup: found.file, to: places.database, force })
  try {
    plan.carryOut()
  } catch (error) {
    staged.discard()
    throw error
  }
  const aside = staged.finish()
  if (aside !== null) say(`The former database is ${aside}: delete it when you need it no more.`)
  return staged.migrated
}

const intoServer = async ({ found, places, plan }: Restoring, force: boolean) => {
  if (force)
    throw new BackupProblem(
      '--force is for files: make a new database, and name it in DATABASE_URL.',
    )
  const environment = processEnvironment()
  const migrated = await restoreServer({ url: places.database, file: found.file, environment })
  plan.carryOut()
  return migrated
}
