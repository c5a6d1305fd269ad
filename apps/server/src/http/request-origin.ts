import { isIP } from 'node:net'
import type { RequestOrigin } from '@latchkey/core'
import type { FastifyRequest } from 'fastify'
import { unifiedAddress } from '../protection/client-key.ts'

const MAX_USER_AGENT = 400

/** What the audit log and the sessions list say about a request. */
export const originOf = (request: FastifyRequest): RequestOrigin => ({
  ipAddress: addressOf(request),
  userAgent: printable(request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
  requestId: request.id,
  method: request.method,
  endpoint: request.routeOptions.url ?? '',
  receivedAt: request.receivedAt,
})

/** The caller's address, IPv4 also when it arrives mapped into IPv6 (RFC 4291 §2.5.5.2). */
const addressOf = ({ ip, socket }: FastifyRequest): string => {
  // A proxy passes on what it was sent: text that is no address is nobody's.
  const address = isIP(ip) === 0 ? (socket.remoteAddress ?? '') : ip
  return unifiedAddress(address)
}

/** Without controls: no line of a log or a mail can be forged (ASVS 16.4.1). */
const printable = (value: string): string => value.replace(/[^\x20-\x7e]/g, ' ')
