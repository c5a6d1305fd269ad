import type { Sealer } from '@latchkey/sql'

const PURPOSE = 'admin-mail'

/** Where the next page of mails begins, for the caller to send back: sealed, so that none is made up. */
export const mailCursors = (sealer: Pick<Sealer, 'seal' | 'open'>) => ({
  write: (lastId: string): string => sealer.seal(PURPOSE, lastId),

  /** Resolves to null when it is not one of ours. */
  read(cursor: string): string | null {
    try {
      return sealer.open(PURPOSE, cursor)
    } catch {
      return null
    }
  },
})

export type MailCursors = ReturnType<typeof mailCursors>
