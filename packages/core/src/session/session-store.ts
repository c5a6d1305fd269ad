import type { SecretHash } from '../shared/secrets.ts'
import type { Session } from './session.ts'

/** The refresh state of a session: the hashes of the current and the last secret. */
export interface RefreshState {
  readonly session: Session
  readonly currentHash: SecretHash
  readonly lastHash: SecretHash | null
  readonly rotatedAt: Date | null
}

/** One step of a session's chain of refresh tokens. */
export interface Rotation {
  readonly sessionId: string
  readonly presented: SecretHash
  readonly next: SecretHash
  readonly now: Date
  /** When `next` ends, unless the session ends earlier. */
  readonly nextExpiresAt: Date
}

/** Why a session ended; kept with it. */
export type EndReason =
  | 'logout'
  | 'logout_all'
  | 'password_reset'
  | 'password_changed'
  | 'email_changed'
  | 'token_reused'
  | 'user_disabled'
  | 'ended_by_user'
  | 'ended_by_administrator'
  | 'user_deleted'

/** More sessions than anybody looks through; a list of them ends here. */
export const MAX_LISTED_SESSIONS = 200

export interface SessionStore {
  add(session: Session, currentHash: SecretHash): Promise<void>

  /**
   * Makes `next` the current secret and `presented` the last one, in one guarded statement.
   * Resolves to null, changing nothing, when `presented` is not the current secret of a live
   * session. Of many concurrent rotations of one secret exactly one succeeds.
   */
  rotate(rotation: Rotation): Promise<Session | null>

  /** Resolves to null when there is no such session; a revoked one is still found. */
  find(id: string): Promise<RefreshState | null>

  /** The live sessions of the user that were used last, at most `MAX_LISTED_SESSIONS`, newest first. */
  live(userId: string, now: Date): Promise<readonly Session[]>

  /** Ends the session; resolves to false when it had ended already or never was. */
  end(id: string, reason: EndReason, now: Date): Promise<boolean>

  /** Ends every live session of the user but `keptId`; resolves to the ids of those it ended. */
  endAll(userId: string, reason: EndReason, now: Date, keptId?: string): Promise<readonly string[]>
}
