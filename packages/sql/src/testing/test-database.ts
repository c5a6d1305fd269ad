import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type AuditKeys, auditKeys, makeAuditKey } from '../audit/audit-keys.ts'
import { migrateUp } from '../migrations/migrate.ts'
import type { Connections } from '../shared/connections.ts'
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

/** A key of the audit log that every test shares, beside any chain. */
export const testAuditKeys = (): AuditKeys => auditKeys(testSealer(), [AUDIT_KEY])
const AUDIT_KEY = makeAuditKey(testSealer(), 1, new Date(0))

/** All stores over `database`; their messages have random ids. */
export const testStorage = (
  database: Connections,
  keys = testAuditKeys(),
  brandName = () => 'Latchkey',
): Storage =>
  sqlStorage(database, {
    sealer: testSealer(),
    newId: () => crypto.randomUUID(),
    auditKeys: keys,
    brandName,
  })
