import { type AuditFinding, findingIn } from './audit-finding.ts'
import type { AuditKeys } from './audit-keys.ts'
import type { AuditCheckpointRow } from './audit-rows.ts'
import { type ChainHead, isGenuine } from './chain-head.ts'
import type { Place } from './judge-event.ts'

/** A checkpoint that was kept outside the database, such as in a log. */
export interface Anchor {
  readonly sequence: number
  readonly digest: string
}

interface Chain {
  readonly head: ChainHead
  readonly first: AuditCheckpointRow
  readonly anchor: Anchor | null
}

/** Compares a walk along the chain with its checkpoints, which come in the order of their numbers. */
export const landmarks = (
  keys: AuditKeys,
  checkpoints: AsyncIterator<AuditCheckpointRow, void>,
  { head, first, anchor }: Chain,
) => {
  let passed = first.number
  let due: AuditCheckpointRow | null = null

  const isDueBroken = (place: Place): boolean => {
    if (!due || due.sequence < place.sequence) return true
    return due.sequence === place.sequence && due.digest !== place.digest
  }
  const fetchDue = async (): Promise<void> => {
    const { value } = await checkpoints.next()
    due = value?.number === passed + 1 && isGenuine(keys, value) ? value : null
  }
  return {
    /** What is wrong with the checkpoints up to here. */
    async pass(place: Place): Promise<AuditFinding | null> {
      if (place.sequence === anchor?.sequence && place.digest !== anchor.digest)
        return findingIn(
          place.sequence,
          'the event here is another than when the checkpoint was kept',
        )
      if (passed === head.checkpoint) return null
      if (!due) await fetchDue()
      if (isDueBroken(place)) return brokenCheckpoint(passed + 1)
      if (due?.sequence !== place.sequence) return null
      passed += 1
      due = null
      return null
    },
    /** What is wrong when the chain ends here. */
    end(place: Place): AuditFinding | null {
      if (passed < head.checkpoint) return brokenCheckpoint(passed + 1)
      if (anchor && anchor.sequence > place.sequence)
        return findingIn(place.sequence, 'the chain ends here, before the checkpoint that was kept')
      return null
    },
    passed: (): number => passed - first.number,
  }
}

const brokenCheckpoint = (number: number): AuditFinding =>
  findingIn(null, `checkpoint ${number} was deleted or changed`)
