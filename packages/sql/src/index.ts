export type { AccessChange, AccessChangeStore } from './access/access-changes.ts'
export { type AuditKeys, auditKeys } from './audit/audit-keys.ts'
export { type AuditLinker, auditLinker, type LinkRound } from './audit/audit-linker.ts'
export { beginChain } from './audit/begin-chain.ts'
export type { AuditChainStore, ChainState } from './audit/chain-state.ts'
export { cutAuditLog } from './audit/cut-audit-log.ts'
export { resealAuditKeys } from './audit/reseal-audit-keys.ts'
export { restartChain } from './audit/restart-chain.ts'
export { type AuditReport, verifyAuditLog } from './audit/verify-audit-log.ts'
export { backUpFile } from './backup/back-up-file.ts'
export { backUpServer, restoreServer } from './backup/back-up-server.ts'
export { stageRestore } from './backup/restore-file.ts'
export { syncFile, syncFolder } from './backup/sync.ts'
export { type CopiedTable, copyDatabase } from './copy/copy-database.ts'
export { type MailDatabase, openMailDatabase } from './mail/mail-database.ts'
export { resealMessages } from './mail/reseal-messages.ts'
export {
  type MigrationStatus,
  migrateDown,
  migrateUp,
  migrationStatus,
  refuseNewerMigrations,
} from './migrations/migrate.ts'
export { newestSigningKey } from './session/newest-signing-key.ts'
export type { Revocation, RevocationStore } from './session/revocations.ts'
export { type RevokedTokens, revokeEveryToken } from './session/revoke-every-token.ts'
export type { SigningKeyStore, StoredSigningKey } from './session/signing-keys.ts'
export { sqlSettings } from './settings/settings.ts'
export { damageOf } from './shared/damage.ts'
export { type Database, openDatabase } from './shared/database.ts'
export type { Synchronous } from './shared/open-file.ts'
export { shownUrl } from './shared/open-server.ts'
export {
  DatabaseAway,
  DatabaseProblem,
  DatabaseUnavailable,
  isOutOfReach,
} from './shared/problems.ts'
export { createSealer, type Sealer, type SealingKey } from './shared/sealer.ts'
export { databaseEngine, isServerUrl, parseServerUrl } from './shared/server-url.ts'
export { type Storage, type Stores, sqlStorage } from './shared/storage.ts'
export { type Swept, sweep } from './shared/sweep.ts'
