export { aMailOrder } from './a-mail-order.ts'
export { aPasswordReset, aSetupToken } from './a-password-reset.ts'
export { aPreRegistration } from './a-pre-registration.ts'
export { aSession } from './a-session.ts'
export { aProfile, aUser } from './a-user.ts'
export { anAuditEvent, anOrigin } from './an-audit-event.ts'
export { anOtpCode, anOtpRequest } from './an-otp-request.ts'
export { describeAttemptBudget } from './attempt-budget.contract.ts'
export { describeAuditLog } from './audit-log.contract.ts'
export { anEmail, coreInMemory } from './core-in-memory.ts'
export { type CountingSecrets, countingSecrets, hashOf } from './counting-secrets.ts'
export { describeCredentialStore } from './credential-store.contract.ts'
export { afterNoon, type FixedClock, fixedClock, NOON } from './fixed-clock.ts'
export { describeMailQueue } from './mail-queue.contract.ts'
export {
  type MemoryStores,
  memoryStores,
  memoryUnitOfWork,
  type TestedStores,
} from './memory-stores.ts'
export { type MemoryMessage, type MemoryTables, memoryTables } from './memory-tables.ts'
export { describeOtpStore } from './otp-store.contract.ts'
export { type PlainPasswords, plainHash, plainPasswords } from './plain-passwords.ts'
export { describePreRegistrationStore } from './pre-registration-store.contract.ts'
export type { Nodes, OpenNodes } from './race.ts'
export { describeSessionStore } from './session-store.contract.ts'
export { describePasswordResetStore, describeSetupTokenStore } from './single-use.contract.ts'
export { describeUnitOfWork } from './unit-of-work.contract.ts'
export { describeUserStore } from './user-store.contract.ts'
