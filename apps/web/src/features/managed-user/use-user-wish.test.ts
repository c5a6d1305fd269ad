import { expect, test } from 'vitest'
import { wishOf } from './use-user-wish.ts'

const wish = (query: string) => wishOf(new URLSearchParams(query))

test('the address of the page says which users are meant', () => {
  expect(wish('search=%20ada%20&role=support&disabled=true&order=desc')).toEqual({
    search: 'ada',
    role: 'support',
    disabled: 'true',
    order: 'desc',
  })
})

test('nonsense asks for nothing', () => {
  expect(wish('role=A!&disabled=maybe&sort=id&order=up&from=yesterday&to=2026-99-99')).toEqual({})
})

test('a search has the order of addresses', () => {
  expect(wish('search=a&sort=createdAt')).toEqual({ search: 'a' })
  expect(wish('sort=createdAt')).toEqual({ sort: 'createdAt' })
})

test('the last day is meant as a whole', () => {
  const { createdAfter = '', createdBefore = '' } = wish('from=2026-11-20&to=2026-11-20')
  expect(Date.parse(createdBefore) - Date.parse(createdAfter)).toBe(86_400_000)
})
