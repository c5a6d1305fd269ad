import { passwordViolations } from '@latchkey/core/rules'
import { expect, test } from 'vitest'

interface PasswordRules {
  checklist(policy: { minLength: number; rules: string[] }): {
    text: string
    isMetBy(password: string): boolean
  }[]
}

const script = new URL('./static/password-rules.js', import.meta.url)
const { checklist }: PasswordRules = await import(script.href)

const SAMPLES = [
  '',
  'short',
  'ALL-UPPER-1',
  'all lower 1',
  'Ünï-Cödé٣',
  'Abcdef1!',
  'é\u0301Aa1 56',
  '🔑Aa1',
]

test.each(SAMPLES)('the page ticks off “%s” as the server judges it', (password) => {
  const rules = ['upper', 'lower', 'digit', 'special']
  const ticks = checklist({ minLength: 8, rules }).map(({ isMetBy }) => isMetBy(password))
  const violations = passwordViolations(password, 'composition', 8)
  const codes = ['too_short', 'no_upper', 'no_lower', 'no_digit', 'no_special'] as const
  expect(ticks).toEqual(codes.map((code) => !violations.includes(code)))
})

test('without composition rules only the length is asked for', () => {
  const [rule, ...others] = checklist({ minLength: 15, rules: [] })
  expect(others).toEqual([])
  expect(rule?.text).toBe('At least 15 characters')
  expect(rule?.isMetBy('fifteen letters')).toBe(true)
})
