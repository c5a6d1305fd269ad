import { exportAuditLog, showStatistics } from '@latchkey/core'
import type { Installation } from '../installation.ts'

/** What administrators learn from the audit log. */
export const auditCases = ({ storage, secrets, clock }: Installation) => {
  const { unitOfWork, stores } = storage
  return {
    exportAuditLog: exportAuditLog({ unitOfWork, history: stores.auditHistory, secrets, clock }),
    showStatistics: showStatistics({ statistics: stores.statistics, clock }),
  }
}
