export { resealMessages } from './mail/reseal-messages.ts'
export {
  type MigrationStatus,
  migrateDown,
  migrateUp,
  migrationStatus,
} from './migrations/migrate.ts'
export type { Revocation, RevocationStore } from './session/revocations.ts'
export type { SigningKeyStore, StoredSigningKey } from './session/signing-keys.ts'
export { damageOf } from './shared/damage.ts'
export { type Database, openDatabase } from './shared/database.ts'
export type { Synchronous } from './shared/open-file.ts'
export { shownUrl } from './shared/open-server.ts'
export { DatabaseProblem, DatabaseUnavailable, isOutOfReach } from './shared/problems.ts'
export { createSealer, type Sealer, type SealingKey } from './shared/sealer.ts'
export { isServerUrl, parseServerUrl } from './shared/server-url.ts'
export { type Storage, type Stores, sqlStorage } from './shared/storage.ts'
export { type Swept, sweep } from './shared/sweep.ts'
