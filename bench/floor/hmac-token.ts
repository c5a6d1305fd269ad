import { createHmac } from 'node:crypto'

const KEY = Buffer.alloc(32, 7)

export const hmacOf = (payload: string): Buffer =>
  createHmac('sha256', KEY).update(payload).digest()

/** A token as small products make them: claims and an HMAC. */
export const hmacToken = (claims: object): string => {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${hmacOf(payload).toString('base64url')}`
}
