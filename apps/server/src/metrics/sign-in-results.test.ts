import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { signInResult, WAYS_IN } from './sign-in-results.ts'

const SIGNED_IN = '#/components/schemas/SignedIn'

test('every call that signs somebody in is counted, and no other', () => {
  const document = new URL('../../../../packages/contract/openapi.json', import.meta.url)
  const { paths } = JSON.parse(readFileSync(document, 'utf8')) as { paths: object }
  const signing = Object.entries(paths).flatMap(([path, { post }]) =>
    JSON.stringify(post?.responses ?? {}).includes(SIGNED_IN) ? [path] : [],
  )
  expect(signing.length).toBeGreaterThan(3)
  expect(Object.keys(WAYS_IN).sort()).toEqual(signing.sort())
})

test.each([
  [200, 'success'],
  [201, 'success'],
  [400, 'invalid'],
  [401, 'refused'],
  [403, 'refused'],
  [415, 'invalid'],
  [429, 'limited'],
  [500, 'error'],
  [503, 'overloaded'],
])('%i is %s', (status, result) => expect(signInResult(status)).toBe(result))
