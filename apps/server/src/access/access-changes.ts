import type { Clock } from '@latchkey/core'
import type { AccessChangeStore } from '@latchkey/sql'
import type { AccessClaims } from '../session/access-claims.ts'

/**
 * Whose roles changed, in memory: their access tokens from before are refused, so that the client
 * renews them and gets the new roles. Read beside the sessions that ended, and as fresh as those.
 */
export interface AccessChanges {
  /** Reads the changes since `at`; throws when the database does not answer. */
  look(at: Date): Promise<void>
  /** Whether the token was made before the roles of its user last changed. */
  isOutdated(claims: Pick<AccessClaims, 'userId' | 'accessVersion'>): boolean
}

/** Longer than a token's own life, for other nodes' clocks and transactions that commit late. */
const MARGIN_MS = 60_000

interface Options {
  readonly store: AccessChangeStore
  readonly clock: Clock
  /** The longest life of an access token. */
  readonly lifetimeSeconds: number
}

export const accessChanges = ({ store, clock, lifetimeSeconds }: Options): AccessChanges => {
  const known = new Map<string, { readonly version: number; readonly changedAtMs: number }>()

  /** Oldest first, as they were read; so it stops at the first one that is to be kept. */
  const dropBefore = (oldestMs: number): void => {
    for (const [userId, { changedAtMs }] of known) {
      if (changedAtMs >= oldestMs) return
      known.delete(userId)
    }
  }

  return {
    async look(at) {
      for (const { userId, version, changedAt } of await store.since(at)) {
        // Deleted first, so that the order stays that of the changes.
        known.delete(userId)
        known.set(userId, { version, changedAtMs: changedAt.getTime() })
      }
      dropBefore(clock.now().getTime() - lifetimeSeconds * 1000 - MARGIN_MS)
    },
    isOutdated: ({ userId, accessVersion }) => accessVersion < (known.get(userId)?.version ?? 0),
  }
}
