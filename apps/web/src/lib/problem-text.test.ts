import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import en from '../i18n/en.json' with { type: 'json' }
import { missing } from './missing.ts'
import { problemText } from './problem-text.ts'

const limited = { ...missing({}, ['email'])!, code: 'rate_limited' } as const

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { translation: en } } })
})

test.each([
  [1, 'Too many attempts. Try again in 1 minute.'],
  [61, 'Too many attempts. Try again in 2 minutes.'],
  [900, 'Too many attempts. Try again in 15 minutes.'],
])('a wait of %d seconds is told in full minutes, never too short', (waitSeconds, text) => {
  expect(problemText({ ...limited, waitSeconds })).toBe(text)
})

test('a limit that does not say how long it lasts names no time', () => {
  expect(problemText(limited)).toBe('Too many attempts. Try again later.')
})
