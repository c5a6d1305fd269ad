import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
const FORWARDING =
  /^(?:forwarded|via|x-real-ip|x-scheme|cdn-loop|.*(?:forwarded|client-ip|connecting-ip|original|envoy).*)$/

const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'

/**
 * Whether the caller sits at this machine: by the socket's address, never by what a header claims.
 * The `Host` keeps a foreign page from reading the mailbox through a name that it points here (DNS
 * rebinding); a forwarding header shows that a proxy stands between.
 */
export const isLocal = ({ socket, headers }: FastifyRequest, publicHost: string): boolean => {
  const host = headers.host ?? ''
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    (LOOPBACK_HOST.test(host) || host.toLowerCase() === publicHost) &&
    !Object.keys(headers).some((name) => FORWARDING.test(name))
  )
}
