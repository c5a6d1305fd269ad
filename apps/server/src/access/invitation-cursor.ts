import type { Sealer } from '@latchkey/sql'

const PURPOSE = 'admin-invitations'

/** Where the next page of invitations begins, for the caller to send back: sealed, so that none is made up. */
export const invitationCursors = (sealer: Pick<Sealer, 'seal' | 'open'>) => ({
  write: (id: string): string => sealer.seal(PURPOSE, id),

  /** Resolves to null when it is not one of ours. */
  read(cursor: string): string | null {
    try {
      return sealer.open(PURPOSE, cursor)
    } catch {
      return null
    }
  },
})

export type InvitationCursors = ReturnType<typeof invitationCursors>
