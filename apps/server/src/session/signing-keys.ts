import type { JsonWebKey, KeyObject } from 'node:crypto'
import type { Clock } from '@latchkey/core'
import type { StoredSigningKey } from '@latchkey/sql'
import {
  type KeySealer,
  makeSigningKey,
  openPrivateKey,
  openPublicKey,
  publishedJwk,
} from './signing-key.ts'

/** The rows of the signing keys. */
export interface SigningKeyStore {
  all(): Promise<readonly StoredSigningKey[]>
  /** Adds the key when there is none at all, in one guarded statement. */
  addFirst(key: StoredSigningKey): Promise<unknown>
  /** Adds the key and retires every other one, in one transaction. */
  rotate(key: StoredSigningKey, now: Date): Promise<unknown>
  /** Deletes the keys that were retired before that. */
  forget(retiredBefore: Date): Promise<unknown>
}

/** A key that signs. */
export interface ActiveKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

/** The keys of our access tokens, in memory. Call `ensure` before anything else. */
export interface SigningKeys {
  /** Reads the keys and makes the first one when there is none. */
  ensure(): Promise<void>
  /** Reads what other processes did; one cheap query. To be called about once a second. */
  reload(): Promise<void>
  /** Reads which keys are gone, and never again finds those. */
  dropRemoved(): Promise<void>
  active(): ActiveKey
  /** The public key; null when we do not know it, it was removed, or its tokens have all ended. */
  find(kid: string): KeyObject | null
  /** Whether `kid` is known after looking it up; asks the database at most once a second. */
  learn(kid: string): Promise<boolean>
  /** What `/.well-known/jwks.json` shows: the present key first. */
  jwks(): { readonly keys: readonly JsonWebKey[] }
  /** Makes a new key that signs from now on; the old one is accepted until its tokens have ended. */
  rotate(): Promise<void>
}

/** The longest life of an access token and a margin for clocks and slow processes. */
const KEPT_AFTER_RETIREMENT_MS = (60 + 5) * 60_000
const LEARN_INTERVAL_MS = 1000

interface Snapshot {
  readonly active: ActiveKey
  readonly publicKeys: ReadonlyMap<string, KeyObject>
  readonly jwks: { readonly keys: readonly JsonWebKey[] }
}

export const signingKeys = ({
  store,
  sealer,
  clock,
}: {
  readonly store: SigningKeyStore
  readonly sealer: KeySealer
  readonly clock: Clock
}): SigningKeys => {
  let seen = ''
  let snapshot: Snapshot | null = null
  let learntAt = Number.NEGATIVE_INFINITY
  let there: ReadonlySet<string> = new Set()

  const known = (): Snapshot => {
    if (!snapshot) throw new Error('signing keys are used before ensure()')
    return snapshot
  }

  /** Notes first what is gone: that counts even when a new key cannot be opened. */
  const read = async (): Promise<readonly StoredSigningKey[]> => {
    const rows = await store.all()
    there = new Set(rows.map(({ kid }) => kid))
    return rows
  }

  const reload = async (): Promise<void> => {
    const oldest = new Date(clock.now().getTime() - KEPT_AFTER_RETIREMENT_MS)
    const rows = await read()
    const living = rows.filter(({ retiredAt }) => retiredAt === null || retiredAt >= oldest)
    if (living.length < rows.length) await store.forget(oldest)
    const now = living.map(({ kid, retiredAt }) => `${kid} ${retiredAt?.getTime()}`).join()
    if (now === seen) return
    snapshot = open(sealer, living)
    seen = now
  }

  const find = (kid: string): KeyObject | null =>
    there.has(kid) ? (known().publicKeys.get(kid) ?? null) : null

  return {
    reload,
    async dropRemoved() {
      await read()
    },
    async ensure() {
      if ((await store.all()).length === 0)
        await store.addFirst(await makeSigningKey(sealer, clock.now()))
      await reload()
    },
    active: () => known().active,
    find,
    async learn(kid) {
      const now = clock.now().getTime()
      if (!find(kid) && Math.abs(now - learntAt) >= LEARN_INTERVAL_MS) {
        learntAt = now
        await reload()
      }
      return find(kid) !== null
    },
    jwks: () => known().jwks,
    async rotate() {
      const now = clock.now()
      await store.rotate(await makeSigningKey(sealer, now), now)
      await reload()
    },
  }
}

/** Newest first; the newest that is not retired signs. */
const open = (sealer: KeySealer, rows: readonly StoredSigningKey[]): Snapshot => {
  const sorted = [...rows].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  const active = sorted.find(({ retiredAt }) => retiredAt === null)
  if (!active) throw new Error('the database holds no signing key that is in use')
  const others = sorted.filter((row) => row !== active)
  return {
    active: { kid: active.kid, privateKey: openPrivateKey(sealer, active) },
    publicKeys: new Map(sorted.map((row) => [row.kid, openPublicKey(row)])),
    jwks: { keys: [active, ...others].map(publishedJwk) },
  }
}
