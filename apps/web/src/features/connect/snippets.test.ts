import { expect, test } from 'vitest'
import { type Framework, SNIPPETS } from './snippets.ts'

const addresses = {
  api: 'https://auth.example.com',
  web: 'https://www.example.com',
  audience: 'https://api.example.com',
}
const codeOf = (framework: Framework, over = {}): string =>
  SNIPPETS[framework]({ ...addresses, ...over })
    .map(({ code }) => code)
    .join('\n')

test.each(Object.keys(SNIPPETS) as Framework[])('%s is given the addresses there are', (name) => {
  const code = codeOf(name)
  expect(code).toContain(addresses.api)
  expect(code).not.toMatch(/undefined|\[object|localhost/)
})

test.each(['express', 'fastify', 'next'] as const)('%s checks all that a token says', (name) => {
  const code = codeOf(name)
  for (const part of [
    `issuer = '${addresses.api}'`,
    `audience: '${addresses.audience}'`,
    `${addresses.api}/.well-known/jwks.json`,
    "algorithms: ['ES256']",
    "typ: 'at+jwt'",
  ])
    expect(code).toContain(part)
})

test('the cookie has the name that it has with and without TLS', () => {
  expect(codeOf('next')).toContain("'__Host-latchkey_access'")
  expect(codeOf('next', { api: 'http://localhost:3000' })).toContain("'latchkey_access'")
})
