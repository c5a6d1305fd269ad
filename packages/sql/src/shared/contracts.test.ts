import {
  describeAccessStore,
  describeAttemptBudget,
  describeAuditHistory,
  describeAuditLog,
  describeAvatarStore,
  describeBrandLogoStore,
  describeCredentialStore,
  describeEmailChangeStore,
  describeImportJournal,
  describeInvitationStore,
  describeLockoutStore,
  describeMailQueue,
  describeMailRecords,
  describeOtpStore,
  describePasswordHistory,
  describePasswordResetStore,
  describePreRegistrationStore,
  describeRoleStore,
  describeSessionStore,
  describeSettingStore,
  describeSetupTokenStore,
  describeStatisticsStore,
  describeUnitOfWork,
  describeUserDirectory,
  describeUserStore,
  describeUserTransfer,
} from '@latchkey/core/testing'
import { toEvent } from '../audit/audit-history.ts'
import { describeEngines } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'

describeEngines((engine) => {
  const { name } = engine
  const open = async () => {
    const [one, other] = (await engine.openTwice()).map((node) => testStorage(node))
    if (!one || !other) throw new Error('two nodes are needed')
    return [
      { ...one.stores, ...one },
      { ...other.stores, ...other },
    ] as const
  }

  describeUserStore(name, open)
  describeAccessStore(name, open)
  describeRoleStore(name, open)
  describeUserDirectory(name, open)
  describeAvatarStore(name, open)
  describeEmailChangeStore(name, open)
  describeCredentialStore(name, open)
  describePasswordHistory(name, open)
  describePreRegistrationStore(name, open)
  describeSessionStore(name, open)
  describePasswordResetStore(name, open)
  describeSetupTokenStore(name, open)
  describeInvitationStore(name, open)
  describeOtpStore(name, open)
  describeAttemptBudget(name, open)
  describeLockoutStore(name, open)
  describeSettingStore(name, open)
  describeBrandLogoStore(name, open)
  describeUserTransfer(name, open)
  describeImportJournal(name, open)
  describeMailQueue(name, open)
  describeMailRecords(name, open)
  describeAuditLog(name, async () => {
    const database = await engine.open()
    const { audit } = testStorage(database).stores
    const rows = () => database.read.selectFrom('audit_events').selectAll().execute()
    return { audit, events: async () => (await rows()).map(toEvent) }
  })
  describeAuditHistory(name, open)
  describeStatisticsStore(name, open)
  describeUnitOfWork(name, async () => {
    const { stores, mailQueue, otps, unitOfWork } = testStorage(await engine.open())
    return { stores: { ...stores, mailQueue, otps }, unitOfWork }
  })
})
