import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { passwordBlocklist } from './blocklist.ts'
import { readBreachedPasswords } from './breached-passwords.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
afterAll(() => rmSync(folder, { recursive: true }))
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const fileOf = (text: string): string => {
  const file = join(folder, `${sha1(text)}.txt`)
  writeFileSync(file, text)
  return file
}

test.each([
  'password',
  'PASSWORD',
  'Password1!',
  'Qwerty123#',
  'Letmein2026!',
  'Dragon!!',
  '123456',
])('the common password %s is found however it is decorated', (password) => {
  expect(passwordBlocklist()(password)).toBe('common')
})

test.each(['Wq7#mu!zR2', 'correct horse battery', 'Zorbatron123!', 'ключ-от-дома-7Z', '', '😀'])(
  'the password %s is on no list',
  (password) => {
    expect(passwordBlocklist()(password)).toBeNull()
  },
)

test('a breached password is found exactly, in either form of its letters', () => {
  const breachedFile = fileOf(
    `${sha1('Wq7#mu!zR2').toUpperCase()}:42\r\n${sha1('\u00c5ngstr0m#x')}\n`,
  )
  const check = passwordBlocklist({ breachedFile })
  expect(check('Wq7#mu!zR2')).toBe('breached')
  expect(check('A\u030angstr0m#x')).toBe('breached')
  expect(check('Wq7#mu!zR3')).toBeNull()
})

test('without the file there is no breached list', () => {
  expect(passwordBlocklist({ breachedFile: join(folder, 'missing.txt') })('Wq7#mu!zR2')).toBeNull()
})

test('a file that is something else is noticed', () => {
  const list = readBreachedPasswords(
    fileOf(`hunter2\n${sha1('a')}\n\n${sha1('b')}x\n${sha1('c')}:1`),
  )
  expect(list.size).toBe(2)
  expect(list.ignoredLines).toBe(2)
})

test('a file that cannot be read is a fault, not an empty list', () => {
  expect(() => readBreachedPasswords(folder)).toThrow('EISDIR')
})
