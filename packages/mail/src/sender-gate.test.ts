import { expect, test } from 'vitest'
import { senderGate } from './sender-gate.ts'

const NOON = Date.parse('2030-01-01T12:00:00Z')
const at = (ms: number) => new Date(NOON + ms)
const unreachable = { kind: 'unreachable', reason: 'nobody there' } as const

test('an outage shuts the gate for a second, then lets one probe through', () => {
  const gate = senderGate(() => 0)
  expect(gate.width(5, at(0))).toBe(5)
  expect(gate.note(unreachable, at(0))).toBe('shut')
  expect([gate.width(5, at(999)), gate.width(5, at(1_000))]).toEqual([0, 1])
  expect(gate.reason()).toBe('nobody there')
})

test('a probe that fails shuts it for twice as long', () => {
  const gate = senderGate(() => 0)
  gate.note(unreachable, at(0))
  gate.note(unreachable, at(1_000))
  expect(gate.shutUntil()).toEqual(at(3_000))
})

test('five mails that notice one outage together are one failure', () => {
  const gate = senderGate(() => 0)
  for (let n = 0; n < 5; n++) gate.note(unreachable, at(n))
  expect(gate.shutUntil()).toEqual(at(1_000))
})

test('a server that answers opens it, be it with a no', () => {
  for (const answer of [
    { kind: 'sent' } as const,
    { kind: 'refused', permanent: true, reason: '550' } as const,
  ]) {
    const gate = senderGate(() => 0)
    gate.note(unreachable, at(0))
    expect(gate.note(answer, at(1_000))).toBe('opened')
    expect([gate.width(5, at(1_000)), gate.reason(), gate.shutUntil()]).toEqual([5, null, null])
  }
})
