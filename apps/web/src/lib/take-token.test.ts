import { afterEach, expect, test, vi } from 'vitest'
import { isInvitation, takeToken } from './take-token.ts'

const visit = (pathname: string, hash: string) => {
  const location = { pathname, hash }
  vi.stubGlobal('location', location)
  vi.stubGlobal('history', {
    state: null,
    replaceState: () => {
      location.hash = ''
    },
  })
  return location
}
afterEach(() => {
  vi.unstubAllGlobals()
})

test('a token leaves the address bar, and the page that is drawn anew still has it', () => {
  const location = visit('/setup', '#token=one')
  expect(takeToken()).toBe('one')
  expect(location.hash).toBe('')
  expect(takeToken()).toBe('one')
})

test('a newer link counts, and no other page is given the token', () => {
  visit('/auth/reset-password', '#token=one')
  takeToken()
  visit('/auth/reset-password', '#token=two')
  expect(takeToken()).toBe('two')
  visit('/auth/verify-email', '')
  expect(takeToken()).toBeNull()
})

test('a link says whether it is an invitation', () => {
  visit('/auth/reset-password', '#token=three&invited')
  expect(takeToken()).toBe('three')
  expect(isInvitation()).toBe(true)
  visit('/auth/reset-password', '#token=four')
  takeToken()
  expect(isInvitation()).toBe(false)
})
