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
  type OpenNodes,
} from '@latchkey/core/testing'
import { describeEngines } from '../testing/engines.ts'
import { testStorage } from '../testing/test-database.ts'
import { fromFlag, fromJson, toDate } from './columns.ts'
import type { AuditEventRow } from './schema.ts'

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

describeEngines((engine) => {
  const { name } = engine
  const open: OpenNodes = async () => {
    const [one, other] = (await engine.openTwice()).map(testStorage)
    if (!one || !other) throw new Error('two nodes are needed')
    return [
      { ...one.stores, mailQueue: one.mailQueue },
      { ...other.stores, mailQueue: other.mailQueue },
    ]
  }

  describeUserStore(name, open)
  describeCredentialStore(name, open)
  describePreRegistrationStore(name, open)
  describeSessionStore(name, open)
  describePasswordResetStore(name, open)
  describeSetupTokenStore(name, open)
  describeOtpStore(name, open)
  describeAttemptBudget(name, open)
  describeMailQueue(name, open)
  describeAuditLog(name, async () => {
    const database = await engine.open()
    const { audit } = testStorage(database).stores
    const rows = () => database.read.selectFrom('audit_events').selectAll().execute()
    return { audit, events: async () => (await rows()).map(toEvent) }
  })
  describeUnitOfWork(name, async () => {
    const { stores, mailQueue, unitOfWork } = testStorage(await engine.open())
    return { stores: { ...stores, mailQueue }, unitOfWork }
  })
})
