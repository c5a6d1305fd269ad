import { endImport, exportUsers, importUsers } from '@latchkey/core'
import type { Installation } from '../installation.ts'
import { rehearsed } from './rehearsal.ts'

type Parts = Pick<Installation, 'storage' | 'secrets' | 'clock'>

/** Users in and out of the installation, many at once. */
export const transferCases = ({ storage, secrets, clock }: Parts) => {
  const base = { unitOfWork: storage.unitOfWork, secrets, clock }
  return {
    importUsers: importUsers(base),
    endImport: endImport(base),
    exportUsers: exportUsers({ ...base, ...storage.stores }),
  }
}

/** An import that changes nothing. */
export const rehearsedCases = ({ storage, secrets, clock }: Parts) => ({
  importUsers: importUsers({ unitOfWork: rehearsed(storage.unitOfWork), secrets, clock }),
})
