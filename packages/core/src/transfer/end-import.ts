import { type AuditLog, auditEvent } from '../audit/audit-event.ts'
import type { Clock } from '../shared/clock.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { UnitOfWork } from '../shared/unit-of-work.ts'
import { type ImportJournal, type ImportProgress, ImportTakenOver } from './import-journal.ts'

interface Deps {
  readonly unitOfWork: UnitOfWork<{ readonly journal: ImportJournal; readonly audit: AuditLog }>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Ends an import whose last record is done with, and records it as a whole. */
export const endImport =
  ({ unitOfWork, secrets, clock }: Deps) =>
  (progress: ImportProgress): Promise<void> =>
    unitOfWork.run(async ({ journal, audit }) => {
      if (!(await journal.end(progress)))
        throw new ImportTakenOver('Another process imports the same file and ends it.')
      const { importId, records, imported, present, refused } = progress
      await audit.record(
        auditEvent(secrets.newId(), clock.now(), null, {
          action: 'sys_users_imported',
          resource: 'user',
          metadata: { importId, records, imported, present, refused },
        }),
      )
    })
