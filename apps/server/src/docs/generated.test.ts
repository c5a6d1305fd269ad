import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCatalogue } from './error-catalogue.ts'
import type { OpenApiDocument } from './finish-openapi.ts'
import { openApiDocument } from './openapi.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** What a browser or a program reads that is no call of the API. */
const NO_API = new Set(['devMailboxRoutes', 'docsRoutes', 'pagesRoutes', 'wellKnownRoutes'])

const failuresOf = ({ components: { responses = {} } }: OpenApiDocument) => responses

test('the committed OpenAPI document is what the routes and schemas say', async () => {
  const committed: unknown = JSON.parse(read('../../../../packages/contract/openapi.json'))
  expect(await openApiDocument()).toEqual(committed)
})

test('the committed error catalogue is what the refusal tables say', () => {
  expect(read('../../../../docs/errors.md')).toBe(errorCatalogue())
})

test('every route of the server is in the OpenAPI document', () => {
  const registered = (source: string): string[] =>
    [...read(source).matchAll(/app\.register\(\s*(\w+)\(/g)].map(([, name = '']) => name).sort()
  const described = registered('./stand-in-routes.ts')
  const written = registered('../routes.ts').filter((name) => !NO_API.has(name))
  expect(described).toEqual(written)
})

test('every failure is a problem, and whoever is told to wait is told how long', async () => {
  const responses = new Map(Object.entries(await openApiDocument().then(failuresOf)))
  expect(responses.size).toBeGreaterThan(5)
  for (const response of responses.values())
    expect(response).toHaveProperty(['content', 'application/problem+json'])
  for (const name of ['TooManyRequests', 'ServiceUnavailable'])
    expect(responses.get(name)).toHaveProperty(['headers', 'Retry-After'])
})
