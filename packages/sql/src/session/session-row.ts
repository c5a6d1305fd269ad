import type { RefreshState, SecretHash, Session } from '@latchkey/core'
import {
  fromJson,
  toDate,
  toDateOrNull,
  toInstant,
  toInstantOrNull,
  toJson,
} from '../shared/columns.ts'
import type { SessionRow } from './session-rows.ts'

export const toSession = (row: SessionRow): Session => ({
  id: row.id,
  userId: row.user_id,
  amr: fromJson(row.amr),
  authenticatedAt: toDate(row.authenticated_at),
  createdAt: toDate(row.created_at),
  lastUsedAt: toDate(row.last_used_at),
  refreshExpiresAt: toDate(row.refresh_expires_at),
  expiresAt: toDate(row.expires_at),
  revokedAt: toDateOrNull(row.revoked_at),
  ipAddress: row.ip_address,
  userAgent: row.user_agent,
})

export const toRefreshState = (row: SessionRow): RefreshState => ({
  session: toSession(row),
  currentHash: row.secret_hash,
  lastHash: row.last_hash,
  rotatedAt: toDateOrNull(row.rotated_at),
})

export const toSessionRow = (session: Session, currentHash: SecretHash): SessionRow => ({
  id: session.id,
  user_id: session.userId,
  amr: toJson(session.amr),
  secret_hash: currentHash,
  last_hash: null,
  rotated_at: null,
  authenticated_at: toInstant(session.authenticatedAt),
  created_at: toInstant(session.createdAt),
  last_used_at: toInstant(session.lastUsedAt),
  refresh_expires_at: toInstant(session.refreshExpiresAt),
  expires_at: toInstant(session.expiresAt),
  revoked_at: toInstantOrNull(session.revokedAt),
  end_reason: null,
  ip_address: session.ipAddress,
  user_agent: session.userAgent,
})
