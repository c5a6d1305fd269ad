import type { AuditEvent } from '@latchkey/core'
import {
  describeAttemptBudget,
  describeAuditLog,
  describeCredentialStore,
  describeMailQueue,
  describeOtpStore,
  describePasswordResetStore,
  describePreRegistrationStore,
  describeSessionStore,
  describeSetupTokenStore,
  describeUnitOfWork,
  describeUserStore,
  type Nodes,
} from '@latchkey/core/testing'
import { openTestFile, temporaryFile, testStorage } from '../testing/test-database.ts'
import { fromFlag, fromJson, toDate } from './columns.ts'
import type { AuditEventRow } from './schema.ts'

/** Two servers on one file: each has its own connections, as two processes would. */
const openTwoNodes = async (): Promise<Nodes> => {
  const file = temporaryFile()
  const one = testStorage(await openTestFile(file))
  const other = testStorage(await openTestFile(file))
  return [
    { ...one.stores, mailQueue: one.mailQueue },
    { ...other.stores, mailQueue: other.mailQueue },
  ]
}

const toEvent = (row: AuditEventRow): AuditEvent => ({
  id: row.id,
  at: toDate(row.at),
  action: row.action,
  userId: row.user_id,
  sessionId: row.session_id,
  actorId: row.actor_id,
  resource: row.resource,
  success: fromFlag(row.success),
  code: row.code,
  metadata: fromJson(row.metadata),
  origin:
    row.received_at === null
      ? null
      : {
          ipAddress: row.ip_address ?? '',
          userAgent: row.user_agent ?? '',
          requestId: row.request_id ?? '',
          method: row.method ?? '',
          endpoint: row.endpoint ?? '',
          receivedAt: toDate(row.received_at),
        },
  processingTimeMs: row.processing_time_ms,
})

describeUserStore('SQLite', openTwoNodes)
describeCredentialStore('SQLite', openTwoNodes)
describePreRegistrationStore('SQLite', openTwoNodes)
describeSessionStore('SQLite', openTwoNodes)
describePasswordResetStore('SQLite', openTwoNodes)
describeSetupTokenStore('SQLite', openTwoNodes)
describeOtpStore('SQLite', openTwoNodes)
describeAttemptBudget('SQLite', openTwoNodes)
describeMailQueue('SQLite', openTwoNodes)
describeAuditLog('SQLite', async () => {
  const database = await openTestFile(temporaryFile())
  const { audit } = testStorage(database).stores
  const rows = () => database.read.selectFrom('audit_events').selectAll().execute()
  return { audit, events: async () => (await rows()).map(toEvent) }
})
describeUnitOfWork('SQLite', async () => {
  const { stores, mailQueue, unitOfWork } = testStorage(await openTestFile(temporaryFile()))
  return { stores: { ...stores, mailQueue }, unitOfWork }
})
