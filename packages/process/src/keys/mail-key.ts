import type { Reading } from '../config/value-kinds.ts'
import type { DerivedKey, DerivedKeys } from './keyring.ts'

const KEY_BYTES = 32
const FORM = /^([0-9a-f]{8}):([\w-]{43})$/

/**
 * The keys under which mails are sealed, as text for `LATCHKEY_MAIL_KEY`: `id:key`, newest first,
 * separated by commas. Whoever holds it reads waiting mails, and can derive no other key from it
 * (RFC 5869 §3.2).
 */
export const mailKeyText = (keys: DerivedKeys): string =>
  keys.map(({ id, key }) => `${id}:${key.toString('base64url')}`).join(',')

/** One of the keys in `LATCHKEY_MAIL_KEY`. */
export const readMailKey = (text: string): Reading<DerivedKey> => {
  const [, id = '', encoded = ''] = FORM.exec(text) ?? []
  const key = Buffer.from(encoded, 'base64url')
  return key.length === KEY_BYTES && key.toString('base64url') === encoded
    ? { value: { id, key } }
    : { problem: 'must be what "npm run latchkey -- keys mail" prints' }
}
