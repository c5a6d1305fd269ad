import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { begunAt } from './begun-at.ts'

beforeEach(() => void vi.stubGlobal('document', {}))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const preloaded = (startTime: number) => {
  const entry = new PerformanceMark('preloaded', { startTime })
  vi.spyOn(performance, 'getEntriesByName').mockReturnValue([entry])
}

test('the first call began when the page preloaded its answer, later ones when they were sent', () => {
  preloaded(40)
  const sentAt = performance.timeOrigin + 900
  expect(begunAt('http://a/status', sentAt)()).toBe(performance.timeOrigin + 40)
  expect(begunAt('http://a/status', sentAt)()).toBe(sentAt)
  expect(begunAt('http://a/config', sentAt)()).toBe(performance.timeOrigin + 40)
})

test('what nobody preloaded began when it was sent', () => {
  expect(begunAt('http://a/never', 1000)()).toBe(1000)
  preloaded(5000)
  expect(begunAt('http://a/later', performance.timeOrigin + 10)()).toBe(performance.timeOrigin + 10)
})

test('a program that is no page preloads nothing', () => {
  vi.unstubAllGlobals()
  preloaded(40)
  const sentAt = performance.timeOrigin + 900
  expect(begunAt('http://a/program', sentAt)()).toBe(sentAt)
})
