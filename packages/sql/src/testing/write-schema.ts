import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateUp } from '../migrations/migrate.ts'
import { openDatabase } from '../shared/database.ts'
import { dumpSchema } from './dump-schema.ts'

/** Rewrites `packages/sql/schema.sql` from the migrations: a part of `npm run gen`. */
export const writeSchema = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-schema-'))
  const file = join(folder, 'schema.db')
  await migrateUp(file)
  const database = await openDatabase({ location: file })
  writeFileSync(new URL('../../schema.sql', import.meta.url), await dumpSchema(database))
  await database.close()
  rmSync(folder, { recursive: true })
}
