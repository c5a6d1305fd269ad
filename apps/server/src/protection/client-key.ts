import ipaddr from 'ipaddr.js'

/**
 * An address in its one spelling: IPv4 also when it arrives mapped into IPv6, in either notation
 * (RFC 4291 §2.5.5.2), IPv6 without a zone. Text that is no address stays as it is.
 */
export const unifiedAddress = (text: string): string => {
  if (!ipaddr.isValid(text)) return text
  return ipaddr.process(text.replace(/%.*$/, '')).toString()
}

/**
 * What limits count a source by: its IPv4 address, or the /64 that one subscriber of IPv6 has at
 * least (RFC 6177 §2), so that nobody gets more guesses by changing the last 64 bits. An address
 * behind NAT64 is an IPv6 address like any other.
 */
export const networkOf = (address: string): string => {
  const unified = unifiedAddress(address)
  if (!ipaddr.IPv6.isValid(unified)) return unified
  const { parts } = ipaddr.IPv6.parse(unified)
  return `${new ipaddr.IPv6([...parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}
