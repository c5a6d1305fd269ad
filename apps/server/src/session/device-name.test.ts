import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviceName } from './device-name.ts'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  [
    'Chrome on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`,
  ],
  [
    'Microsoft Edge on macOS',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
  ],
  [
    'Safari on iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  ],
  ['Unknown device', 'curl/8.4.0'],
  ['Unknown device', ''],
])('%s', (name, userAgent) => {
  expect(deviceName(userAgent)).toBe(name)
})

test.each([
  'http://evil.example/ <b>x</b>',
  '__proto__/1 constructor',
  'Your bank called/1.0 (call back; now)',
  '((((/'.repeat(80),
  ' '.repeat(400),
  'Mozilla/5.0 ('.repeat(30),
])('nothing of the text itself is a name: %s', (userAgent) => {
  expect(deviceName(userAgent)).toBe('Unknown device')
})

test('no text makes it throw, and every name is made of known ones', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (userAgent) => {
      expect(deviceName(userAgent)).toMatch(/^[A-Za-z0-9 .-]+$/)
    }),
  )
})
