import type { SecretHash } from '../shared/secrets.ts'

/** The printed, single-use permission to make the first administrator. */
export interface SetupToken {
  readonly id: string
  readonly hash: SecretHash
  readonly expiresAt: Date
}

export interface SetupTokenStore {
  /** Makes `token` the only one there is. */
  replace(token: SetupToken): Promise<void>

  /** Resolves to false when it is unknown, spent or expired: of many calls exactly one gets true. */
  spend(token: Pick<SetupToken, 'id' | 'hash'>, now: Date): Promise<boolean>
}
