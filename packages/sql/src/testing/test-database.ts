import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { migrateUp } from '../migrations/migrate.ts'
import { type Database, openDatabase } from '../shared/database.ts'
import { createSealer, type Sealer } from '../shared/sealer.ts'
import { type Storage, sqlStorage } from '../shared/storage.ts'

/** A path for a database of one test; its folder is gone when the test is over. */
export const temporaryFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sql-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'latchkey.db')
}

/** A sealer with one key that every test shares. */
export const testSealer = (): Sealer => createSealer([{ id: 'test', key: Buffer.alloc(32, 7) }])

/** Opens a migrated file for one test. A crash of the machine may lose it, which makes it fast. */
export const openTestFile = async (file: string): Promise<Database> => {
  await migrateUp(file)
  const database = await openDatabase({ location: file, synchronous: 'NORMAL' })
  onTestFinished(() => database.close())
  return database
}

/** An empty database for one test. */
export const openTestDatabase = (): Promise<Database> => openTestFile(temporaryFile())

/** All stores over `database`; their messages have random ids. */
export const testStorage = (database: Database): Storage =>
  sqlStorage(database, { sealer: testSealer(), newId: () => crypto.randomUUID() })
