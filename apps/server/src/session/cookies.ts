import { stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The cookies there are, by what they carry. */
export type CookieName = 'access' | 'refresh' | 'registration' | 'otp' | 'device'

export interface Cookies {
  /**
   * The value; null when it is absent or sent twice, since nobody knows which is ours
   * (RFC 6265bis), and beside an `Authorization` header, which then speaks alone (http-api.md 2).
   */
  read(request: FastifyRequest, name: CookieName): string | null
  set(reply: FastifyReply, name: CookieName, value: string, expiresAt: Date, now: Date): void
  clear(reply: FastifyReply, name: CookieName): void
}

/**
 * `HttpOnly`, `SameSite=Lax`, no `Domain`. Over https also `Secure`, and the names carry `__Host-`
 * where the path is `/`, else `__Secure-` (RFC 6265bis §4.1.3).
 */
export const cookies = (isHttps: boolean): Cookies => {
  const pathOf = (name: CookieName): string => (name === 'access' ? '/' : '/api/auth')
  const prefix = (name: CookieName): string => (name === 'access' ? '__Host-' : '__Secure-')
  const fullName = (name: CookieName): string => `${isHttps ? prefix(name) : ''}latchkey_${name}`
  const write = (reply: FastifyReply, name: CookieName, value: string, maxAge: number): void => {
    const cookie = { name: fullName(name), value, path: pathOf(name), maxAge, secure: isHttps }
    reply.header('set-cookie', stringifySetCookie({ ...cookie, httpOnly: true, sameSite: 'lax' }))
  }
  return {
    read: (request, name) => {
      if (request.headers.authorization !== undefined) return null
      const key = `${fullName(name)}=`
      const sent = (request.headers.cookie ?? '').split(/; */).filter((c) => c.startsWith(key))
      return sent.length === 1 ? (sent[0]?.slice(key.length) ?? null) : null
    },
    set: (reply, name, value, expiresAt, now) =>
      write(
        reply,
        name,
        value,
        Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1000)),
      ),
    clear: (reply, name) => write(reply, name, '', 0),
  }
}
