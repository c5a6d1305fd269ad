import { expect, test } from 'vitest'
import { markTrailingSpace, unmarkRow } from './trailing-spaces.ts'

const TEXTS = ['', 'a', ' a', 'a ', 'a  ', 'a \0', 'a \0\0', 'a\0', '\0', ' ', ' \0', '\0 ', 'a \n']

test('every text comes back as it was', () => {
  for (const text of TEXTS) expect(unmarkRow({ text: markTrailingSpace(text) })).toEqual({ text })
})

test('no two texts become equal when trailing spaces do not count', () => {
  const stored = TEXTS.map((text) => String(markTrailingSpace(text)).replace(/ +$/, ''))
  expect(new Set(stored).size).toBe(TEXTS.length)
})

test('nothing but texts is touched', () => {
  for (const value of [0, 1, null, undefined, true]) expect(markTrailingSpace(value)).toBe(value)
  const row = { id: 'a', at: 1, gone: null }
  expect(unmarkRow(row)).toBe(row)
})
