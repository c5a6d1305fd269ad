export { aMailOrder } from './a-mail-order.ts'
export { aPasswordReset, aSetupToken } from './a-password-reset.ts'
export { aPreRegistration } from './a-pre-registration.ts'
export { aSession } from './a-session.ts'
export { aProfile, aUser } from './a-user.ts'
export { anAuditEvent, anOrigin } from './an-audit-event.ts'
export { anEmail, coreInMemory } from './core-in-memory.ts'
export { type CountingSecrets, countingSecrets, hashOf } from './counting-secrets.ts'
export { afterNoon, type FixedClock, fixedClock, NOON } from './fixed-clock.ts'
export {
  type MemoryStores,
  memoryStores,
  memoryUnitOfWork,
  type TestedStores,
} from './memory-stores.ts'
export { type MemoryMessage, type MemoryTables, memoryTables } from './memory-tables.ts'
export { type PlainPasswords, plainHash, plainPasswords } from './plain-passwords.ts'
