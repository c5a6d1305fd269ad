import { expect, test } from 'vitest'
import { admit, expectedMs, movingAverage, projectedWaitMs } from './bcrypt-admission.ts'

test('an empty queue admits everybody, whatever a hash costs', () => {
  expect(admit({ unfinished: 0, workers: 1, averageMs: 60_000 }, 100)).toEqual({ ok: true })
})

test('the wait grows with the queue and shrinks with the workers', () => {
  expect(projectedWaitMs({ unfinished: 40, workers: 2, averageMs: 250 })).toBe(5000)
  expect(projectedWaitMs({ unfinished: 40, workers: 8, averageMs: 250 })).toBe(1250)
})

test('who would wait longer than the limit is refused and told when to come back', () => {
  expect(admit({ unfinished: 40, workers: 2, averageMs: 250 }, 5000)).toEqual({ ok: true })
  expect(admit({ unfinished: 41, workers: 2, averageMs: 250 }, 5000)).toEqual({
    ok: false,
    retryAfterSeconds: 6,
  })
  expect(admit({ unfinished: 2, workers: 2, averageMs: 250 }, 100)).toEqual({
    ok: false,
    retryAfterSeconds: 1,
  })
})

test('the average follows what is measured', () => {
  const settled = Array.from({ length: 60 }).reduce<number>((mean) => movingAverage(mean, 80), 250)
  expect(settled).toBeCloseTo(80, 0)
  expect(movingAverage(250, 350)).toBeCloseTo(260)
})

test('each step of the cost doubles the work that is expected', () => {
  expect(expectedMs(13)).toBe(2 * expectedMs(12))
})
