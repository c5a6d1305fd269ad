import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Keyring } from '@latchkey/process'
import { parse, stringify, v7 } from 'uuid'

const ID_BYTES = 16
const TIME_BYTES = 8
const TAG_BYTES = 32
const SIGNED_BYTES = ID_BYTES + TIME_BYTES
const TOKEN_BYTES = SIGNED_BYTES + TAG_BYTES

/** A device from which a user has signed in before. */
export interface KnownDevice {
  readonly deviceId: string
  /** When the token was made: at that device's latest sign-in. */
  readonly issuedAt: Date
}

/** "Known device" tokens: no row keeps them, the tag alone proves that we made one for this user. */
export interface DeviceTokens {
  /**
   * Makes the token a sign-in leaves behind. Keeps the device's id when `presented` is one of ours
   * for the same user, else the device is new.
   */
  issue(userId: string, now: Date, presented?: string): string

  /** Resolves to null when we did not make `token`, or made it for another user. */
  verify(token: string, userId: string): KnownDevice | null
}

/**
 * Known-device tokens: device id, time and an HMAC-SHA-256 tag that also covers the user's id, so a
 * token of one account widens no budget of another (security.md 3.3).
 */
export const deviceTokens = (keyring: Keyring): DeviceTokens => {
  const keys = keyring.keys('device-token')

  const tagOf = (key: Buffer, userId: string, signed: Uint8Array): Buffer =>
    createHmac('sha256', key).update(`${userId}\0`).update(signed).digest()

  const verify = (token: string, userId: string): KnownDevice | null => {
    if (token.length !== Math.ceil((TOKEN_BYTES * 8) / 6)) return null
    const bytes = Buffer.from(token, 'base64url')
    if (bytes.toString('base64url') !== token) return null
    const signed = bytes.subarray(0, SIGNED_BYTES)
    const tag = bytes.subarray(SIGNED_BYTES)
    if (!keys.some(({ key }) => timingSafeEqual(tagOf(key, userId, signed), tag))) return null
    const issuedAt = new Date(Number(signed.readBigUInt64BE(ID_BYTES)))
    return { deviceId: stringify(signed.subarray(0, ID_BYTES)), issuedAt }
  }

  return {
    issue(userId, now, presented) {
      const known = presented === undefined ? null : verify(presented, userId)
      const time = Buffer.alloc(TIME_BYTES)
      time.writeBigUInt64BE(BigInt(now.getTime()))
      const signed = Buffer.concat([parse(known?.deviceId ?? v7()), time])
      return Buffer.concat([signed, tagOf(keys[0].key, userId, signed)]).toString('base64url')
    },
    verify,
  }
}
