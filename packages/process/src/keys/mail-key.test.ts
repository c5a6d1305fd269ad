import { expect, test } from 'vitest'
import { keyring } from './keyring.ts'
import { mailKeyText, readMailKey } from './mail-key.ts'

const keys = keyring([Buffer.alloc(32, 'new'), Buffer.alloc(32, 'old')]).keys('mail')

test('a mail worker reads the very keys that the secret derives, newest first', () => {
  const read = mailKeyText(keys).split(',').map(readMailKey)
  expect(read).toEqual(keys.map((value) => ({ value })))
})

test('the text says nothing of the secret', () => {
  const text = mailKeyText(keys)
  for (const secret of [Buffer.alloc(32, 'new'), Buffer.alloc(32, 'old')])
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(text).not.toContain(secret.toString(form).slice(0, 8))
})

test.each([
  '',
  'Jx0mC2p7zq3o1l8sUeVt5wYb9nRkHfDgAaQiLcZxMvE=',
  `76b810d2:${'A'.repeat(42)}`,
  `76b810d2:${'A'.repeat(42)}B`,
  `76B810D2:${'A'.repeat(43)}`,
  `${'A'.repeat(43)}`,
])('“%s” is no mail key, and is refused without being repeated', (text) => {
  const reading = readMailKey(text)
  expect(reading).toEqual({ problem: expect.stringContaining('keys mail') })
  if (text) expect(JSON.stringify(reading)).not.toContain(text)
})
