import { createHash, hkdfSync } from 'node:crypto'

/** What a derived key is for. Keys of different purposes are independent of each other. */
export type KeyPurpose =
  | 'mail'
  | 'signing-key'
  | 'token-tag'
  | 'token-derivation'
  | 'code'
  | 'otp-request'
  | 'password-pepper'
  | 'device-token'
  | 'audit'
  | 'budget'
  | 'cursor'

/** A 256-bit key and the public name by which a stored value says which key made it. */
export interface DerivedKey {
  /** Eight hex digits; tells nothing about the key. */
  readonly id: string
  readonly key: Buffer
}

/** One key per secret, newest first: the first one makes, all of them check. */
export type DerivedKeys = readonly [DerivedKey, ...DerivedKey[]]

export interface Keyring {
  keys(purpose: KeyPurpose): DerivedKeys
}

/** The values of `LATCHKEY_SECRET`: 32 bytes each, newest first. */
export type RootSecrets = readonly [Uint8Array, ...Uint8Array[]]

const hkdf = (secret: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `latchkey:v1:${purpose}`, 32))

const derive = (secret: Uint8Array, purpose: KeyPurpose): DerivedKey => ({
  id: createHash('sha256')
    .update(hkdf(secret, `${purpose}:id`))
    .digest('hex')
    .slice(0, 8),
  key: hkdf(secret, purpose),
})

/**
 * Derives every key the server uses from the operator's secrets by HKDF-SHA-256, the purpose in
 * `info` (RFC 5869 §3.2), so that no key is used for two things (NIST SP 800-57 Part 1 §5.2).
 */
export const keyring = (secrets: RootSecrets): Keyring => {
  const known = new Map<KeyPurpose, DerivedKeys>()
  const [newest, ...older] = secrets
  return {
    keys(purpose) {
      const found = known.get(purpose)
      if (found) return found
      const made: DerivedKeys = [
        derive(newest, purpose),
        ...older.map((secret) => derive(secret, purpose)),
      ]
      known.set(purpose, made)
      return made
    },
  }
}
