import { readFileSync } from 'node:fs'
import { loginBudgets, MAX_FAILURES_IN_ROW, requestBudgets } from '@latchkey/core'
import { defaultSettings, SETTINGS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'

const page = readFileSync(new URL('../../../../docs/protection.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('every limit that a setting changes stands in the table with its default', () => {
  const limits = Object.entries(SETTINGS).filter(([key]) =>
    /^rate_limit_|^max_|_max_attempts$/.test(key),
  )
  for (const [key, { default: value }] of limits) {
    const row = rows.find((cells) => cells[6] === `\`${key}\``)
    expect(row?.[3], key).toBe(String(value))
  }
  expect(page).toContain(
    `\`lockout_duration_minutes\` (${SETTINGS.lockout_duration_minutes.default})`,
  )
})

test('a window in the table is the one that is counted', () => {
  const settings = defaultSettings()
  const budgets = { ...loginBudgets(settings), ...requestBudgets(settings) }
  const rowOf = (limit: number) => rows.find((cells) => cells[3] === String(limit))
  for (const { limit, windowSeconds, name } of Object.values(budgets)) {
    const row = name === 'otp_address' ? rowOf(settings.rate_limit_otp_requests) : rowOf(limit)
    expect(row?.[4], name).toBe(`${windowSeconds / 60} minutes`)
  }
  expect(page).toContain(`| wrong passwords in a row | account | ${MAX_FAILURES_IN_ROW} |`)
})
