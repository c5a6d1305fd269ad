import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { revocations } from './revocations.ts'

const start = new Date('2026-11-21T10:00:00Z').getTime()

const setup = ({ lifetimeSeconds = 900 } = {}) => {
  const rows: { sessionId: string; revokedAt: Date }[] = []
  const asked: Date[] = []
  let nowMs = start
  let steadyMs = 0
  let answer = async (): Promise<void> => {}
  const list = revocations({
    store: {
      async since(at) {
        asked.push(at)
        const found = rows.filter(({ revokedAt }) => revokedAt >= at)
        await answer()
        return found
      },
    },
    clock: { now: () => new Date(nowMs) },
    lifetimeSeconds,
    monotonicMs: () => steadyMs,
  })
  return {
    ...list,
    asked,
    revoke: (sessionId: string, agoSeconds = 0) =>
      rows.push({ sessionId, revokedAt: new Date(nowMs - agoSeconds * 1000) }),
    pass: (ms: number) => {
      nowMs += ms
      steadyMs += ms
    },
    setWallClock: (ms: number) => {
      nowMs += ms
    },
    answerBy: (next: () => Promise<void>) => {
      answer = next
    },
  }
}

test('at start every session that was ended within the life of a token is known', async () => {
  const { revoke, poll, has } = setup()
  revoke('ended-at-logout', 899)
  revoke('long-gone', 2000)
  await poll()
  expect(has('ended-at-logout')).toBe(true)
  expect(has('long-gone')).toBe(false)
  expect(has('alive')).toBe(false)
})

test('what another process ended is known at the next look, however late it committed', async () => {
  const { revoke, poll, has, pass } = setup()
  await poll()
  pass(500)
  revoke('ended-elsewhere')
  revoke('committed-late', 29)
  expect(has('ended-elsewhere')).toBe(false)
  await poll()
  expect(has('ended-elsewhere')).toBe(true)
  expect(has('committed-late')).toBe(true)
})

test('what this process ended is known at once', () => {
  const { add, has } = setup()
  add(['session-1', 'session-2'])
  expect(has('session-1') && has('session-2')).toBe(true)
})

test('a look reads only what is new, with half a minute of overlap', async () => {
  const { poll, asked, pass } = setup()
  await poll()
  pass(500)
  await poll()
  expect(asked.map((at) => at.getTime() - start)).toEqual([-960_000, -30_000])
})

test('a session is forgotten when its last token has ended', async () => {
  const { add, poll, has, pass } = setup()
  add(['session-1'])
  pass(900_000)
  await poll()
  expect(has('session-1')).toBe(true)
  pass(61_000)
  await poll()
  expect(has('session-1')).toBe(false)
})

test('within a second of a look no other is needed', async () => {
  const { ensureFresh, isFresh, asked, pass } = setup()
  expect(isFresh()).toBe(false)
  expect(await ensureFresh()).toBe(true)
  pass(999)
  expect(await ensureFresh()).toBe(true)
  expect(asked).toHaveLength(1)
  pass(1)
  expect(isFresh()).toBe(false)
  expect(await ensureFresh()).toBe(true)
  expect(asked).toHaveLength(2)
})

test('a database that does not answer never turns into an old yes', async () => {
  const { ensureFresh, pass, answerBy } = setup()
  await ensureFresh()
  pass(1000)
  answerBy(() => Promise.reject(new Error('gone')))
  expect(await ensureFresh()).toBe(false)
  answerBy(async () => {})
  expect(await ensureFresh()).toBe(true)
})

test('a database that hangs is no reason to hang: the answer is no, until it answers again', async () => {
  const { ensureFresh, pass, answerBy } = setup()
  const { promise: answered, resolve } = Promise.withResolvers<void>()
  answerBy(() => answered)
  expect(await ensureFresh()).toBe(false)
  expect(await ensureFresh()).toBe(false)
  resolve()
  pass(10)
  expect(await ensureFresh()).toBe(true)
})

test('requests that come together share one look', async () => {
  const { ensureFresh, asked } = setup()
  const answers = await Promise.all(Array.from({ length: 50 }, () => ensureFresh()))
  expect(answers.every(Boolean)).toBe(true)
  expect(asked).toHaveLength(1)
})

test('a look that began before the process was paused is not taken for a fresh one', async () => {
  const { poll, ensureFresh, has, revoke, pass, answerBy } = setup()
  const gate = Promise.withResolvers<void>()
  answerBy(() => gate.promise)
  const before = poll()
  pass(10_000)
  revoke('ended-during-the-pause', 5)
  const answer = ensureFresh()
  answerBy(async () => {})
  gate.resolve()
  await before
  expect(await answer).toBe(true)
  expect(has('ended-during-the-pause')).toBe(true)
})

test('a wall clock that is set back or forth does not make an old look fresh', async () => {
  const { ensureFresh, isFresh, pass, setWallClock } = setup()
  await ensureFresh()
  pass(5000)
  setWallClock(-4500)
  expect(isFresh()).toBe(false)
  await ensureFresh()
  setWallClock(-1)
  expect(isFresh()).toBe(false)
})

test('a started list looks by itself until it is stopped', async () => {
  const asked: Date[] = []
  const list = revocations({
    store: {
      async since(at) {
        asked.push(at)
        throw new Error('a look that fails harms nobody')
      },
    },
    clock: { now: () => new Date() },
    lifetimeSeconds: 900,
  })
  list.start()
  await sleep(600)
  list.stop()
  const looks = asked.length
  expect(looks).toBeGreaterThan(0)
  await sleep(600)
  expect(asked).toHaveLength(looks)
})

test('a clock that was ahead and is set right brings back no session that was ended', async () => {
  const { revoke, poll, has, setWallClock, ensureFresh } = setup()
  revoke('known-before', 300)
  await poll()
  setWallClock(7_200_000)
  await poll()
  setWallClock(-7_200_000)
  revoke('ended-elsewhere-meanwhile', 60)
  expect(await ensureFresh()).toBe(true)
  expect(has('known-before')).toBe(true)
  expect(has('ended-elsewhere-meanwhile')).toBe(true)
})
