import { ALL_PERMISSIONS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'
import { adminPagesOf } from './admin-pages.ts'

const pagesOf = (...permissions: readonly string[]) =>
  adminPagesOf((permission) => permissions.includes(permission))

test('who may read the audit log alone has that page alone', () => {
  expect(pagesOf('audit:read')).toEqual(['audit'])
})

test('who may only invite people has the page for it', () => {
  expect(pagesOf('users:invite')).toEqual(['invitations'])
})

test('the brand is for who may see and change settings', () => {
  expect(pagesOf('settings:write')).toEqual([])
  expect(pagesOf('settings:read')).not.toContain('settings/brand')
  expect(pagesOf('settings:read', 'settings:write')).toContain('settings/brand')
})

test('a page of a user needs that users may be seen', () => {
  expect(pagesOf('audit:read', 'sessions:read')).toEqual(['audit'])
})

test('an administrator has every page, and begins with the figures', () => {
  expect(pagesOf(...ALL_PERMISSIONS)).toHaveLength(13)
  expect(pagesOf(...ALL_PERMISSIONS)[0]).toBe('figures')
})
