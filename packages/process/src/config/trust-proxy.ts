import ipaddr from 'ipaddr.js'
import type { Reading } from './value-kinds.ts'

/** Ranges that Fastify knows by name. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal']

const EVERYBODY =
  'would trust everybody: name the addresses of your proxies, such as 10.0.0.5 or 10.0.0.0/24'

/** One entry of `TRUST_PROXY`: an address, a range or one of three words. */
export const readTrustedProxy = (text: string): Reading<string> => {
  if (NAMED.includes(text)) return { value: text }
  if (text === 'true' || text === '*') return { problem: EVERYBODY }
  if (isAddress(text)) return { value: text }
  if (!isRange(text))
    return { problem: `must list addresses, ranges such as 10.0.0.0/24, or ${NAMED.join(', ')}` }
  const [, prefix] = ipaddr.parseCIDR(text)
  return prefix === 0 ? { problem: EVERYBODY } : { value: text }
}

/** Four decimal parts only: `1`, a number of hops elsewhere, is an address to the parser. */
const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)

const isRange = (text: string): boolean =>
  ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
