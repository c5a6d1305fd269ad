import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf, unifiedAddress } from './client-key.ts'

const ipv4 = fc.ipV4()
const group = fc.integer({ min: 0, max: 0xffff })
const half = fc.tuple(group, group, group, group)
const text = (groups: readonly number[]) => groups.map((part) => part.toString(16)).join(':')

test('an IPv4 address is itself, mapped into IPv6 in either notation', () => {
  fc.assert(
    fc.property(ipv4, (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
      for (const spelling of [
        address,
        `::ffff:${address}`,
        `::FFFF:${hex}`,
        `0:0:0:0:0:ffff:${hex}`,
      ]) {
        expect(unifiedAddress(spelling)).toBe(address)
        expect(networkOf(spelling)).toBe(address)
      }
    }),
  )
})

test('addresses of one /64 are one source, whatever their last 64 bits', () => {
  fc.assert(
    fc.property(half, half, half, (prefix, one, other) => {
      fc.pre(prefix.some((part) => part !== 0))
      expect(networkOf(text([...prefix, ...one]))).toBe(networkOf(text([...prefix, ...other])))
    }),
  )
})

test('addresses of different /64s are different sources', () => {
  fc.assert(
    fc.property(half, half, half, (one, other, rest) => {
      fc.pre(text(one) !== text(other) && [...one, ...other].every((part) => part !== 0))
      expect(networkOf(text([...one, ...rest]))).not.toBe(networkOf(text([...other, ...rest])))
    }),
  )
})

test('every spelling of an address is the same source', () => {
  const spellings = ['2001:db8:0:1::1', '2001:DB8:0000:0001:0:0:0:1', '2001:db8::1:0:0:0:1']
  expect(new Set(spellings.map(networkOf))).toEqual(new Set(['2001:db8:0:1::/64']))
  expect(networkOf('fe80::1%eth0')).toBe('fe80::/64')
})

test('an address behind NAT64 stays one of IPv6', () => {
  expect(networkOf('64:ff9b::c000:201')).toBe('64:ff9b::/64')
})

test('what is no address is counted as it is', () => {
  for (const junk of ['', 'unknown', '_hidden', '1.2.3.4.5']) expect(networkOf(junk)).toBe(junk)
})
