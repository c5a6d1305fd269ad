import { join, resolve } from 'node:path'
import { type Places, processEnvironment } from '@latchkey/process'
import { backUpFile, backUpServer, databaseEngine } from '@latchkey/sql'
import { writeBackupFolder } from '../backup/backup-folder.ts'
import { DATABASE_FILES, SECRET_FILE, writeManifest } from '../backup/manifest.ts'
import { addSecret } from '../backup/secret.ts'
import { orExplain, placesOrExit, say } from './console.ts'
import { progressDisplay } from './progress.ts'

/** `latchkey backup <folder>`: the database as it is at one moment, and its secret. */
export const backup = (name: string, options: { readonly force?: true }): Promise<void> =>
  orExplain(async () => {
    const places = placesOrExit()
    const folder = resolve(name)
    let hasSecret = false
    await writeBackupFolder(folder, { replace: options.force === true }, async (into) => {
      const madeAt = new Date().toISOString()
      const kind = databaseEngine(places.database)
      const migrations = await addDatabase(places, join(into, DATABASE_FILES[kind]))
      hasSecret = addSecret(places, into)
      const names = [DATABASE_FILES[kind], ...(hasSecret ? [SECRET_FILE] : [])]
      await writeManifest(into, names, { kind, migrations, madeAt })
    })
    say(`The backup is in ${folder}.`)
    if (hasSecret) say('It holds the secret: whoever has it can sign in as anybody. Encrypt it.')
    else say('LATCHKEY_SECRET is not in it: keep it apart. Without it the backup is of little use.')
  })

const addDatabase = async (places: Places, to: string): Promise<readonly string[]> => {
  const { database } = places
  if (databaseEngine(database) !== 'sqlite')
    return backUpServer({ url: database, file: to, environment: processEnvironment() })
  const display = progressDisplay('Copying')
  const migrations = await backUpFile({ file: database, to, onProgress: display.update })
  display.end()
  return migrations
}
