export { aMailOrder } from './a-mail-order.ts'
export { aPasswordReset, aSetupToken } from './a-password-reset.ts'
export { aPreRegistration } from './a-pre-registration.ts'
export { aSession } from './a-session.ts'
export { aProfile, aUser } from './a-user.ts'
export { describeAccessStore, describeRoleStore } from './access-store.contract.ts'
export { aCaller, anAuditEvent, anOrigin } from './an-audit-event.ts'
export { anInvitation } from './an-invitation.ts'
export { anOtpCode, anOtpRequest } from './an-otp-request.ts'
export { describeAttemptBudget } from './attempt-budget.contract.ts'
export { describeAuditHistory } from './audit-history.contract.ts'
export { describeAuditLog } from './audit-log.contract.ts'
export { describeAvatarStore } from './avatar-store.contract.ts'
export { describeBrandLogoStore } from './brand-logo-store.contract.ts'
export { anEmail, coreInMemory } from './core-in-memory.ts'
export { type CountingSecrets, countingSecrets, hashOf } from './counting-secrets.ts'
export { describeCredentialStore } from './credential-store.contract.ts'
export { anEmailChange, describeEmailChangeStore } from './email-change-store.contract.ts'
export { afterNoon, type FixedClock, fixedClock, NOON } from './fixed-clock.ts'
export { describeInvitationStore } from './invitation-store.contract.ts'
export { describeLockoutStore } from './lockout-store.contract.ts'
export { describeMailQueue } from './mail-queue.contract.ts'
export { describeMailRecords } from './mail-records.contract.ts'
export { type MemoryBroker, memoryBroker } from './memory-broker.ts'
export {
  type MemoryStores,
  memoryStores,
  memoryUnitOfWork,
  type TestedStores,
} from './memory-stores.ts'
export { type MemoryMessage, type MemoryTables, memoryTables } from './memory-tables.ts'
export { describeMessageBroker } from './message-broker.contract.ts'
export { describeOtpStore } from './otp-store.contract.ts'
export { describePasswordHistory } from './password-history.contract.ts'
export {
  foreignPlainHash,
  type PlainPasswords,
  plainHash,
  plainPasswords,
} from './plain-passwords.ts'
export { describePreRegistrationStore } from './pre-registration-store.contract.ts'
export type { Nodes, OpenNodes } from './race.ts'
export { describeSessionStore } from './session-store.contract.ts'
export { describeSettingStore } from './setting-store.contract.ts'
export { describePasswordResetStore, describeSetupTokenStore } from './single-use.contract.ts'
export { describeStatisticsStore } from './statistics-store.contract.ts'
export { describeUnitOfWork } from './unit-of-work.contract.ts'
export { describeUserDirectory } from './user-directory.contract.ts'
export { describeUserStore } from './user-store.contract.ts'
export { describeImportJournal, describeUserTransfer } from './user-transfer.contract.ts'
