import type { AuditPosition } from '@latchkey/core'
import type { Sealer } from '@latchkey/sql'
import * as z from 'zod'

const position = z.tuple([z.string(), z.number()])

/**
 * Where the next page of a list of events begins, for the caller to send back: sealed, so that none
 * is made up, and good for the list alone that it was given for.
 */
export const auditCursors = (sealer: Pick<Sealer, 'seal' | 'open'>, list = 'admin-audit-logs') => ({
  write: ({ id, at }: AuditPosition): string =>
    sealer.seal(list, JSON.stringify([id, at.getTime()])),

  /** Resolves to null when it is not one of ours. */
  read(cursor: string): AuditPosition | null {
    try {
      const [id, at] = position.parse(JSON.parse(sealer.open(list, cursor)))
      return { id, at: new Date(at) }
    } catch {
      return null
    }
  },
})

export type AuditCursors = ReturnType<typeof auditCursors>
