import { expect, test } from 'vitest'
import { mailServerOutage } from './outage.ts'

const NOON = Date.parse('2030-01-01T12:00:00Z')
const at = (ms: number) => new Date(NOON + ms)
const unreachable = { kind: 'unreachable', reason: 'nobody there' } as const

test('in an outage nothing is sent for a second, then one probe', () => {
  const outage = mailServerOutage(() => 0)
  expect(outage.places(5, at(0))).toBe(5)
  expect(outage.note(unreachable, at(0))).toBe('began')
  expect([outage.places(5, at(999)), outage.places(5, at(1_000))]).toEqual([0, 1])
  expect(outage.reason()).toBe('nobody there')
})

test('a probe that fails makes the wait twice as long', () => {
  const outage = mailServerOutage(() => 0)
  outage.note(unreachable, at(0))
  outage.note(unreachable, at(1_000))
  expect(outage.nextProbeAt()).toEqual(at(3_000))
})

test('five mails that notice one outage together are one failure', () => {
  const outage = mailServerOutage(() => 0)
  for (let n = 0; n < 5; n++) outage.note(unreachable, at(n))
  expect(outage.nextProbeAt()).toEqual(at(1_000))
})

test('a server that answers ends the outage, be it with a no', () => {
  for (const answer of [
    { kind: 'sent' } as const,
    { kind: 'refused', permanent: true, reason: '550' } as const,
  ]) {
    const outage = mailServerOutage(() => 0)
    outage.note(unreachable, at(0))
    expect(outage.note(answer, at(1_000))).toBe('ended')
    expect([outage.places(5, at(1_000)), outage.reason(), outage.nextProbeAt()]).toEqual([
      5,
      null,
      null,
    ])
  }
})
