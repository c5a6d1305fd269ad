import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { builtInRole } from '@latchkey/core'
import { ALL_PERMISSIONS } from '@latchkey/core/rules'
import { expect, test } from 'vitest'
import { errorCatalogue } from './error-catalogue.ts'
import type { OpenApiDocument } from './finish-openapi.ts'
import { openApiDocument } from './openapi.ts'
import { permissionsText } from './permissions.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

/** What a browser or a program reads that is no call of the API. */
const NO_API = new Set(['devMailboxRoutes', 'docsRoutes', 'webRoutes', 'wellKnownRoutes'])

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
  const folder = fileURLToPath(new URL('../', import.meta.url))
  const sources = globSync('{routes,*/register-*}.ts', { cwd: folder }).map((file) => `../${file}`)
  const written = sources.flatMap(registered).filter((name) => !NO_API.has(name))
  expect(described).toEqual(written.sort())
})

test('every failure is a problem, and whoever is told to wait is told how long', async () => {
  const responses = new Map(Object.entries(await openApiDocument().then(failuresOf)))
  expect(responses.size).toBeGreaterThan(5)
  for (const response of responses.values())
    expect(response).toHaveProperty(['content', 'application/problem+json'])
  for (const name of ['TooManyRequests', 'ServiceUnavailable'])
    expect(responses.get(name)).toHaveProperty(['headers', 'Retry-After'])
})

test('the committed table of permissions has every permission and every call of the admin API', async () => {
  const page = read('../../../../docs/permissions.md')
  expect(page).toBe(await permissionsText())
  for (const permission of ALL_PERMISSIONS) expect(page).toContain(`| \`${permission}\` |`)
  const { paths } = await openApiDocument()
  const calls = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/admin'))
    .flatMap(([path, own]) => Object.keys(own).map((method) => `${method.toUpperCase()} ${path}`))
  expect(calls.length).toBeGreaterThan(10)
  for (const call of calls) expect(page.split(`\`${call}\``), call).toHaveLength(2)
})

test('the page about access says what support may do', () => {
  const page = read('../../../../docs/access.md')
  const allowed = builtInRole('support')?.permissions.map((name) => `\`${name}\``)
  expect(page).toContain(`| \`support\` | ${allowed?.join(', ')} |`)
})
