import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from './server.ts'

const DIST = fileURLToPath(new URL('../apps/web/dist/', import.meta.url))
const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const BUDGET_BYTES = 130_000

let server: TestServer
let page: string
/** Every file that the page names, or a file that it names, by its path. */
const files = new Map<string, string>()

const pathsIn = (text: string): string[] =>
  [...text.matchAll(/(?:\bassets|["'`]\.)\/([\w-]+-[\w-]{8}\.(?:js|css|svg|woff2))["'`]/g)].map(
    ([, name]) => `/assets/${name}`,
  )

beforeAll(async () => {
  server = await startServer({ env: { SETTINGS: '{"reset_token_expiry_minutes":42}' } })
  page = (await server.get('/auth/login')).text
  const open = pathsIn(page)
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (files.has(path)) continue
    const { status, text } = await server.get(path)
    expect(status, path).toBe(200)
    files.set(path, text)
    open.push(...pathsIn(text))
  }
})
afterAll(() => server.stop())

test('everything that the page and its files name is there, for a year and compressed', async () => {
  expect(files.size).toBeGreaterThan(6)
  for (const path of files.keys()) {
    const { headers } = await server.get(path, { 'accept-encoding': 'gzip, br' })
    expect(headers['cache-control'], path).toBe('public, max-age=31536000, immutable')
    if ((files.get(path)?.length ?? 0) > 2000) expect(headers['content-encoding'], path).toBe('br')
  }
})

test('the page has no script, no style and no event handler of its own text', () => {
  expect(page).toContain('<div id="root">')
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/)
})

// The policy of pages stops what a pattern cannot see; a browser says so in the console.
test('nothing that a browser loads names another server to ask', () => {
  expect(page).not.toMatch(/(?:src|href)="(?!\/)/)
  const asking =
    /(?:fetch\(|import\(|url\(|Worker\(|EventSource\(|WebSocket\(|\b(?:src|action)\s*[=:]\s*)["'`]?(?:https?:)?\/\/[\w-]/
  for (const [path, text] of files) expect(text, path).not.toMatch(asking)
})

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

const readManifest = (): Record<string, Chunk> =>
  JSON.parse(readFileSync(`${DIST}manifest.json`, 'utf8')) as Record<string, Chunk>

/** The files of these entries of the manifest, and of all that they need at once. */
const filesOf = (manifest: Record<string, Chunk>, keys: readonly string[]): ReadonlySet<string> => {
  const needed = new Set<string>()
  const need = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || needed.has(chunk.file)) return
    needed.add(chunk.file)
    chunk.imports?.forEach(need)
  }
  keys.forEach(need)
  return needed
}

test('the first page of an account waits for no menu, no dialog and no schema', () => {
  const needed = filesOf(readManifest(), ['src/signed-in.tsx', 'src/account-area.tsx'])
  expect([...needed].join()).toContain('signed-in-')
  expect([...needed].filter((file) => /widgets|contract|toaster/.test(file))).toEqual([])
})

test('a first visit of the login page loads no more JavaScript than 130 kB, packed', () => {
  const manifest = readManifest()
  const sizeOf = (file: string): number => gzipSync(readFileSync(DIST + file), { level: 9 }).length
  const named = new Set(pathsIn(page).filter((path) => path.endsWith('.js')))
  const first = Object.keys(manifest).filter((key) => named.has(`/${manifest[key]?.file}`))
  expect(first).toHaveLength(named.size)
  const needed = filesOf(manifest, first)
  const texts = Object.keys(manifest).filter((key) => /^src\/i18n\/\w+\.json$/.test(key))
  expect(texts.length).toBeGreaterThan(2)
  const longest = Math.max(...texts.map((key) => sizeOf(manifest[key]?.file ?? '')))
  const bytes = [...needed].map(sizeOf).reduce((sum, size) => sum + size, longest)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES)
})

test.each([
  '/auth/reset-password/',
  '/auth/reset-password?x=%00',
  '/account/x/y',
  '/account/%2e%2e%2f%2e%2e%2fpackage.json',
  '/admin/users/%00',
  '/setup?token=1',
])('the deep link %s is a page', async (path) => {
  const answer = await server.get(path, BROWSER)
  expect([answer.status, answer.text]).toEqual([200, page])
})

test.each([
  '/assets/..%2f..%2fpackage.json',
  '/assets/../../package.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/%00',
  '/assets/index.js%00.css',
  '/assets/',
  '/assets',
  '/manifest.json',
  '/built-from.json',
  '/index.html',
  `/assets/${'a'.repeat(4000)}.js`,
  `/assets/${'a'.repeat(250)}.js`,
])('%s leads to no file and harms nobody', async (path) => {
  const answer = await server.get(path)
  expect(answer.status).toBe(404)
  expect(answer.body.code).toBe('not_found')
  expect(answer.text).not.toContain('"workspaces"')
})

test('an unknown path is the page with status 404, to whoever asks for a page', async () => {
  const answer = await server.get('/nothing/here', BROWSER)
  expect([answer.status, answer.text]).toEqual([404, page])
  expect(answer.headers['cache-control']).toBe('no-store')
  expect((await server.get('/assets/nothing-BVZ3x_7a.js', BROWSER)).body.code).toBe('not_found')
  expect((await server.request('/dashboard', { method: 'POST' })).status).toBe(405)
})

test('pages learn how long a mailed link works, and whoever may read it of the dev mailbox', async () => {
  const config = async (headers = {}) =>
    JSON.parse((await server.get('/api/config', headers)).text) as Record<string, unknown>
  expect(await config()).toMatchObject({ resetMinutes: 42, devMailbox: true })
  expect(await config({ 'x-forwarded-for': '203.0.113.9' })).toMatchObject({ devMailbox: false })
  expect(await config({ host: 'auth.example.com' })).toMatchObject({ devMailbox: false })
})

test('nothing of all this made the server fault', () => {
  expect(server.faults()).toEqual([])
})
