import { retryMail } from '@latchkey/core'
import type { Installation } from '../installation.ts'

/** What administrators do to mails. */
export const mailCases = ({ storage, secrets, clock }: Installation) => ({
  retryMail: retryMail({ unitOfWork: storage.unitOfWork, secrets, clock }),
})
