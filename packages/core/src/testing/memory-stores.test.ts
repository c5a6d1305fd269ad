import { describeAttemptBudget } from './attempt-budget.contract.ts'
import { describeAuditLog } from './audit-log.contract.ts'
import { describeCredentialStore } from './credential-store.contract.ts'
import { describeMailQueue } from './mail-queue.contract.ts'
import { memoryStores, memoryUnitOfWork } from './memory-stores.ts'
import { describeOtpStore } from './otp-store.contract.ts'
import { describePreRegistrationStore } from './pre-registration-store.contract.ts'
import type { Nodes } from './race.ts'
import { describeSessionStore } from './session-store.contract.ts'
import { describePasswordResetStore, describeSetupTokenStore } from './single-use.contract.ts'
import { describeUnitOfWork } from './unit-of-work.contract.ts'
import { describeUserStore } from './user-store.contract.ts'

const open = async (): Promise<Nodes> => [memoryStores()]

describeUserStore('memory', open)
describeCredentialStore('memory', open)
describePreRegistrationStore('memory', open)
describeSessionStore('memory', open)
describePasswordResetStore('memory', open)
describeSetupTokenStore('memory', open)
describeOtpStore('memory', open)
describeAttemptBudget('memory', open)
describeMailQueue('memory', open)
describeAuditLog('memory', async () => {
  const { audit, tables } = memoryStores()
  return { audit, events: async () => [...tables.auditEvents.values()] }
})
describeUnitOfWork('memory', async () => {
  const stores = memoryStores()
  return { stores, unitOfWork: memoryUnitOfWork(stores) }
})
