import type { Session } from '@latchkey/core'
import { deviceName } from './device-name.ts'

/** A session as its owner sees it, asking from `currentId`. */
export const presentSession = (session: Session, currentId: string) => ({
  id: session.id,
  current: session.id === currentId,
  createdAt: session.createdAt.toISOString(),
  lastUsedAt: session.lastUsedAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
  ipAddress: session.ipAddress,
  userAgent: session.userAgent,
  device: deviceName(session.userAgent),
})
