const NUMBER_BYTES = 32

/**
 * An ES256 signature as JWS wants it, R and S side by side (RFC 7518 §3.4), from DER's sequence of
 * two integers (RFC 3279 §2.2.3). Node does so itself when it is asked to, but the object in which
 * it is asked costs it longer than the signature (Node 24.21: 47 µs against 24 µs).
 */
export const toRawSignature = (der: Buffer): Buffer => {
  const raw = Buffer.alloc(2 * NUMBER_BYTES)
  let at = 2
  for (const place of [0, NUMBER_BYTES]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    // DER drops leading zeros, and puts one in front of a number whose first bit is set.
    const digits = number.subarray(Math.max(0, length - NUMBER_BYTES))
    digits.copy(raw, place + NUMBER_BYTES - digits.length)
    at += 2 + length
  }
  return raw
}
