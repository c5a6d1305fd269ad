import { type AuditKeys, hmacOf, isSameCode } from './audit-keys.ts'
import type { AuditEventRow } from './audit-rows.ts'
import { erasedSides, linkParts, personalParts, personOf, SIDES, type Side } from './event-parts.ts'
import { FORGED } from './link-events.ts'
import type { SubjectKeys } from './subject-keys.ts'

/** How far the chain has come. */
export interface Place {
  readonly sequence: number
  readonly digest: string
  /** The number of the key that signed it: no later event is signed by an earlier key. */
  readonly signer: number
}

/** The event's place if it is as it was linked; else what is wrong, in words that follow its name. */
export const judgeEvent = (
  keys: AuditKeys,
  row: AuditEventRow,
  former: Place,
  subjects: SubjectKeys,
): Place | string => {
  const sequence = former.sequence + 1
  if (row.sequence !== sequence) return 'is in a place that is taken'
  const signer = keys.signer(row.digest, linkParts(row, former.digest))
  if (signer === null) return 'was changed, moved or put in'
  if (signer < former.signer) return 'was put in with a key that is no longer in use'
  if (row.mark === FORGED)
    return 'was not recorded by Latchkey, or was changed before it was linked'
  const erased = erasedSides(keys, row)
  if (erased === null) return 'has lost personal fields that Latchkey did not erase'
  for (const side of SIDES) {
    const fault = erased.includes(side) ? null : personalFault(keys, row, side, subjects)
    if (fault !== null) return fault
  }
  return { sequence, digest: row.digest ?? '', signer }
}

const personalFault = (
  keys: AuditKeys,
  row: AuditEventRow,
  side: Side,
  subjects: SubjectKeys,
): string | null => {
  const person = personOf(row, side)
  const digest = (side === 'about' ? row.about_digest : row.origin_digest) ?? ''
  const parts = personalParts(row, side)
  const changed = 'has other personal fields than when it was linked'
  if (person === null) return keys.signer(digest, parts) === null ? changed : null
  const key = subjects.get(person)
  if (key === undefined) return `cannot be checked: the key of user ${person} is gone`
  if (key === 'unreadable') return `cannot be checked: the key of user ${person} was changed`
  if (key === 'forgotten') return `has fields of user ${person}, who was erased`
  return isSameCode(digest, hmacOf(key, parts)) ? null : changed
}
