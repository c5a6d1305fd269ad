import { expect, test } from 'vitest'
import { maskedError } from './logger.ts'

test('the log of an error has its code and no address', () => {
  const error = Object.assign(new Error('no mail for ada@example.org'), { code: 'E1', to: 'ada' })
  const shown = maskedError(error)
  expect(shown).toMatchObject({ type: 'Error', message: 'no mail for [address]', code: 'E1' })
  expect(JSON.stringify(shown)).not.toContain('ada')
})

test.each([['ada@example.org fell'], [undefined], [null], [7]])(
  'what is no error, such as %s, is logged all the same',
  (thrown) => {
    expect(maskedError(thrown)).toMatchObject({ type: typeof thrown })
    expect(JSON.stringify(maskedError(thrown))).not.toContain('ada')
  },
)
