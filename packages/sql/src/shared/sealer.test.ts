import { expect, test } from 'vitest'
import { createSealer } from './sealer.ts'

const key = (id: string, byte: number) => ({ id, key: new Uint8Array(32).fill(byte) })
const NEW = key('new', 1)
const OLD = key('old', 2)
const sealer = createSealer([NEW, OLD])

test('what is sealed opens again, for the same purpose only', () => {
  for (const text of ['', 'code 000001', 'é\u{1f980}'.repeat(1000)]) {
    const sealed = sealer.seal('mail:1', text)
    expect(sealed).toMatch(/^v1\.new\.[\w-]{16}\.[\w-]+$/)
    expect(sealer.open('mail:1', sealed)).toBe(text)
    expect(() => sealer.open('mail:2', sealed)).toThrow()
  }
})

test('nothing of the text is readable, and the same text never looks the same', () => {
  const sealed = Array.from({ length: 100 }, () => sealer.seal('mail', 'secret'))
  expect(new Set(sealed).size).toBe(100)
  expect(sealed.join()).not.toContain(Buffer.from('secret').toString('base64url'))
})

test('every changed, cut or lengthened part is noticed', () => {
  const sealed = sealer.seal('mail', 'code 000001')
  const parts = sealed.split('.')
  for (let index = 0; index < parts.length; index++)
    for (const change of [
      (part: string) => `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`,
      (part: string) => part.slice(0, -4),
      (part: string) => `${part}AAAA`,
      () => '',
    ]) {
      const forged = parts.map((part, at) => (at === index ? change(part) : part)).join('.')
      expect(() => sealer.open('mail', forged), forged).toThrow()
    }
  for (const junk of ['', 'v1', 'v1.new', `${sealed}.x`])
    expect(() => sealer.open('mail', junk), junk).toThrow()
})

test('an older key opens what it sealed and asks for a new seal', () => {
  const sealed = createSealer([OLD]).seal('mail', 'text')
  expect(sealer.open('mail', sealed)).toBe('text')
  expect(sealer.needsReseal(sealed)).toBe(true)
  expect(sealer.needsReseal(sealer.seal('mail', 'text'))).toBe(false)
})

test('a text under a key that we do not hold, or another key of that name, stays closed', () => {
  const sealed = sealer.seal('mail', 'text')
  expect(() => createSealer([OLD]).open('mail', sealed)).toThrow('unknown key new')
  expect(() => createSealer([key('new', 9)]).open('mail', sealed)).toThrow()
})

test('a key of the wrong size or with a dot in its name is refused at once', () => {
  expect(() => createSealer([{ id: 'a', key: new Uint8Array(16) }])).toThrow('32 bytes')
  expect(() => createSealer([key('a.b', 1)])).toThrow('no dot')
})
