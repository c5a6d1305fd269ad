import { describe, expect, test } from 'vitest'
import { aucOf, differenceOf, FULL, leaks, QUICK } from './statistics.ts'

const range = (count: number, from = 0, step = 1): number[] =>
  Array.from({ length: count }, (_, n) => from + n * step)

describe('the AUC', () => {
  test('is one half of the same, 1 and 0 where nothing overlaps', () => {
    expect(aucOf(range(60), range(60))).toBe(0.5)
    expect(aucOf(range(60), range(60, 100))).toBe(1)
    expect(aucOf(range(60, 100), range(60))).toBe(0)
  })

  test('counts every pair once and ties half, whatever the order', () => {
    expect(aucOf([1, 3], [2, 4])).toBe(0.75)
    expect(aucOf([4, 2], [3, 1])).toBe(0.25)
    expect(aucOf([1, 1, 2], [1])).toBe(1 / 3)
  })

  test('of samples of other sizes is the share of pairs', () => {
    expect(aucOf([5], range(10))).toBeCloseTo(0.45)
  })
})

test('the z of an AUC grows with the samples', () => {
  const few = differenceOf(range(10), range(10, 3))
  const many = differenceOf(range(100, 0, 0.1), range(100, 3, 0.1))
  expect(few.deltaMs).toBeCloseTo(3)
  expect(many.deltaMs).toBeCloseTo(3)
  expect(many.z).toBeGreaterThan(2 * few.z)
})

describe('a leak', () => {
  const login = range(60, 250, 0.1)

  test('is more than 10 ms and 5 %, which chance does not explain', () => {
    const by = (deltaMs: number) => login.map((ms) => ms + deltaMs)
    expect(leaks(login, by(13), QUICK)).toBe(true)
    expect(leaks(by(13), login, QUICK)).toBe(true)
    expect(leaks(range(60, 1, 4), range(60, 12, 4), QUICK)).toBe(false)
  })

  test('is an AUC out of bounds where more than 1 ms apart', () => {
    const answers = range(60, 5, 0.05)
    const slower = answers.map((ms) => ms + 1.5)
    expect(leaks(answers, slower, QUICK)).toBe(true)
    expect(
      leaks(
        answers,
        answers.map((ms) => ms + 0.9),
        QUICK,
      ),
    ).toBe(false)
  })

  test('of an AUC of 0.62 is seen by 300 samples, and by 60 not yet', () => {
    const wide = (count: number, from: number) => range(count, from, 60 / count)
    expect(aucOf(wide(300, 0), wide(300, 7.8))).toBeCloseTo(0.62, 1)
    expect(leaks(wide(60, 0), wide(60, 7.8), QUICK)).toBe(false)
    expect(leaks(wide(300, 0), wide(300, 7.8), FULL)).toBe(true)
  })

  test('is none between the same', () => {
    expect(leaks(login, login, QUICK)).toBe(false)
  })
})
