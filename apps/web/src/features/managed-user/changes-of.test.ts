import { expect, test } from 'vitest'
import { changesOf } from './changes-of.ts'

test('only what differs is a change, and null empties', () => {
  const present = { firstName: 'Ada', lastName: 'Lovelace', phone: null }
  expect(changesOf<object>(present, { firstName: 'Ada', lastName: null, phone: '+49' })).toEqual({
    lastName: null,
    phone: '+49',
  })
  expect(changesOf<object>(present, { ...present })).toEqual({})
})
