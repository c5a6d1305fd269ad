import { describeAccessStore, describeRoleStore } from './access-store.contract.ts'
import { describeAttemptBudget } from './attempt-budget.contract.ts'
import { describeAuditHistory } from './audit-history.contract.ts'
import { describeAuditLog } from './audit-log.contract.ts'
import { describeAvatarStore } from './avatar-store.contract.ts'
import { describeBrandLogoStore } from './brand-logo-store.contract.ts'
import { describeCredentialStore } from './credential-store.contract.ts'
import { describeEmailChangeStore } from './email-change-store.contract.ts'
import { describeInvitationStore } from './invitation-store.contract.ts'
import { describeLockoutStore } from './lockout-store.contract.ts'
import { describeMailQueue } from './mail-queue.contract.ts'
import { describeMailRecords } from './mail-records.contract.ts'
import { memoryBroker } from './memory-broker.ts'
import { memoryStores, memoryUnitOfWork } from './memory-stores.ts'
import { describeMessageBroker } from './message-broker.contract.ts'
import { describeOtpStore } from './otp-store.contract.ts'
import { describePasswordHistory } from './password-history.contract.ts'
import { describePreRegistrationStore } from './pre-registration-store.contract.ts'
import type { Nodes } from './race.ts'
import { describeSessionStore } from './session-store.contract.ts'
import { describeSettingStore } from './setting-store.contract.ts'
import { describePasswordResetStore, describeSetupTokenStore } from './single-use.contract.ts'
import { describeStatisticsStore } from './statistics-store.contract.ts'
import { describeUnitOfWork } from './unit-of-work.contract.ts'
import { describeUserDirectory } from './user-directory.contract.ts'
import { describeUserStore } from './user-store.contract.ts'
import { describeImportJournal, describeUserTransfer } from './user-transfer.contract.ts'

const open = async (): Promise<Nodes> => [memoryStores()]

const openWithWork = async () => {
  const stores = memoryStores()
  return [{ ...stores, unitOfWork: memoryUnitOfWork(stores) }] as const
}

describeUserStore('memory', open)
describeAccessStore('memory', openWithWork)
describeRoleStore('memory', open)
describeUserDirectory('memory', open)
describeAvatarStore('memory', open)
describeEmailChangeStore('memory', open)
describeCredentialStore('memory', open)
describePasswordHistory('memory', open)
describePreRegistrationStore('memory', open)
describeSessionStore('memory', open)
describePasswordResetStore('memory', open)
describeSetupTokenStore('memory', open)
describeInvitationStore('memory', open)
describeOtpStore('memory', open)
describeAttemptBudget('memory', open)
describeLockoutStore('memory', open)
describeSettingStore('memory', open)
describeBrandLogoStore('memory', open)
describeUserTransfer('memory', open)
describeImportJournal('memory', open)
describeMailQueue('memory', open)
describeMailRecords('memory', open)
describeMessageBroker('memory', async () => memoryBroker())
describeAuditLog('memory', async () => {
  const { audit, tables } = memoryStores()
  return { audit, events: async () => [...tables.auditEvents.values()] }
})
describeAuditHistory('memory', open)
describeStatisticsStore('memory', open)
describeUnitOfWork('memory', async () => {
  const stores = memoryStores()
  return { stores, unitOfWork: memoryUnitOfWork(stores) }
})
