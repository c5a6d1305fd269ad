import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filterIn, STATES, searchOf, TEMPLATES } from './mail-filter.ts'
import english from './texts.en.json' with { type: 'json' }

const PACKAGES = join(import.meta.dirname, '../../../../../packages')
const keysOf = (path: string): string[] =>
  Object.keys(JSON.parse(readFileSync(join(PACKAGES, path), 'utf8')) as object)

test('what an address says is read, and nothing that there is not', () => {
  const read = (query: string) => filterIn(new URLSearchParams(query))
  expect(read('state=dead&template=welcome&to=ada@example.com')).toEqual({
    ...{ state: 'dead', template: 'welcome', to: 'ada@example.com' },
  })
  expect(read('state=gone&template=%3Cb%3E&to=%20&limit=7')).toEqual({})
  expect(read('')).toEqual({})
})

test('a filter becomes the address that it is read from', () => {
  const filter = { state: 'deferred', to: 'a+b&c@example.com' } as const
  expect(filterIn(searchOf(filter))).toEqual(filter)
  expect(String(searchOf({}))).toBe('')
})

test('every mail and every state has its words', () => {
  expect(TEMPLATES.toSorted()).toEqual(keysOf('mail/src/copy/en.json').sort())
  expect(Object.keys(english.template).sort()).toEqual(TEMPLATES.toSorted())
  expect(Object.keys(english.state).sort()).toEqual(STATES.toSorted())
})
