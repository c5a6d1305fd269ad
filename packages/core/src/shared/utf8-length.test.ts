import { expect, test } from 'vitest'
import { utf8Length } from './utf8-length.ts'

test.each(['', 'a', 'é', '€', '😀', 'aé€😀', '\ud800', '\u07ff\u0800\uffff'])(
  '%j is as long as it is when it is written',
  (text) => {
    expect(utf8Length(text)).toBe(Buffer.byteLength(text))
  },
)
