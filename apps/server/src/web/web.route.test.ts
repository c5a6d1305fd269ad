import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PAGE_POLICY, pageHeaders } from '../http/security-headers.ts'
import { bareApp } from '../testing/bare-app.ts'
import { webRoutes } from './web.route.ts'

const HEADERS = pageHeaders(true)
const PAGE = '<!doctype html><title>The web app</title>'
const SCRIPT = 'export const answer = 42\n'.repeat(100)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-web-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  const put = (name: string, body: string | Buffer) => writeFileSync(join(folder, name), body)
  put('secret.js', 'nobody may read this')
  put('dist/index.html', PAGE)
  put('dist/icon.svg', '<svg/>')
  put('dist/manifest.json', '{}')
  put('dist/assets/index-BVZ3x_7a.js', SCRIPT)
  put('dist/assets/index-BVZ3x_7a.js.gz', gzipSync(SCRIPT))
  put('dist/assets/index-BVZ3x_7a.js.br', 'packed by brotli')
  put('dist/assets/style-DZoDoxyk.css', 'p { color: red }')
  put('dist/assets/.hidden.js', 'nobody may read this')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const served = (name = 'dist') => {
  const app = bareApp()
  app.register(webRoutes(HEADERS, pathToFileURL(`${join(folder, name)}/`)))
  return app
}

test.each([
  '/setup',
  '/auth/login',
  '/auth/register',
  '/auth/verify-email',
  '/auth/forgot-password',
  '/auth/reset-password',
  '/auth/reset-password/',
  '/auth/reset-password?x=%00',
  '/auth/callback',
  '/dashboard',
  '/account',
  '/account/x/y',
  '/account/%2e%2e%2f%2e%2e',
  '/admin',
  '/admin/users/0198%00',
])('%s is the page of the web app, which runs its own scripts only', async (path) => {
  const answer = await served().inject(path)
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toBe(PAGE)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-cache')
  expect(answer.headers).toMatchObject(HEADERS)
})

test('the policy of pages lets nothing of others and nothing inline load or run', () => {
  const directives = Object.fromEntries(
    PAGE_POLICY.split(';').map((text) => [text.split(' ')[0], text.split(' ').slice(1).join(' ')]),
  )
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' blob:",
    'connect-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  })
  expect(PAGE_POLICY).not.toMatch(/unsafe|\*|https?:|data:/)
})

test('a browser that has the page is told so in one line', async () => {
  const app = served()
  const first = await app.inject('/auth/login')
  const etag = String(first.headers.etag)
  const again = await app.inject({ url: '/account', headers: { 'if-none-match': etag } })
  expect(again.statusCode).toBe(304)
  expect(again.body).toBe('')
  expect(again.headers).toMatchObject(HEADERS)
  const weak = await app.inject({ url: '/auth/login', headers: { 'if-none-match': `W/${etag}` } })
  expect(weak.statusCode).toBe(304)
  const other = await app.inject({ url: '/auth/login', headers: { 'if-none-match': '"x"' } })
  expect(other.statusCode).toBe(200)
})

test('HEAD answers as GET does, without the page', async () => {
  const app = served()
  for (const url of ['/dashboard', '/assets/index-BVZ3x_7a.js', '/icon.svg']) {
    const get = await app.inject(url)
    const head = await app.inject({ method: 'HEAD', url })
    expect(head.statusCode).toBe(200)
    expect(head.body).toBe('')
    expect(head.headers.etag).toBe(get.headers.etag)
    expect(head.headers['content-length']).toBe(get.headers['content-length'])
  }
})

test('a file with a hash in its name is kept for a year, whatever is asked about it', async () => {
  const app = served()
  for (const name of ['index-BVZ3x_7a.js', 'style-DZoDoxyk.css']) {
    const { headers, statusCode } = await app.inject(`/assets/${name}`)
    expect([statusCode, headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    expect(headers['content-type']).toMatch(/^text\/(?:javascript|css); charset=utf-8$/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
  const { headers } = await app.inject('/icon.svg')
  expect([headers['content-type'], headers['cache-control']]).toEqual([
    'image/svg+xml; charset=utf-8',
    'no-cache',
  ])
})

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br; q=0.000, identity', undefined],
  ['browser', undefined],
  ['', undefined],
])('to a client that accepts %j a file is coded as %s', async (accepted, coding) => {
  const url = '/assets/index-BVZ3x_7a.js'
  const answer = await served().inject({ url, headers: { 'accept-encoding': accepted } })
  expect(answer.headers['content-encoding']).toBe(coding)
  expect(answer.headers.vary).toContain('accept-encoding')
  expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8')
  const plain = coding === 'br' ? 'packed by brotli' : coding === 'gzip' ? gzipSync(SCRIPT) : SCRIPT
  expect(answer.rawPayload).toEqual(Buffer.from(plain))
})

test('codings of one file have tags of their own', async () => {
  const app = served()
  const url = '/assets/index-BVZ3x_7a.js'
  const tags = ['br', 'gzip', 'identity'].map(async (accepted) => {
    const { headers } = await app.inject({ url, headers: { 'accept-encoding': accepted } })
    return headers.etag
  })
  expect(new Set(await Promise.all(tags)).size).toBe(3)
})

test.each([
  '/assets/',
  '/assets/nothing-BVZ3x_7a.js',
  '/assets/..%2fsecret.js',
  '/assets/..%2f..%2fsecret.js',
  '/assets/..%5c..%5csecret.js',
  '/assets/%2e%2e%2findex.html',
  '/assets/.hidden.js',
  '/assets/%00',
  '/assets/index-BVZ3x_7a.js%00',
  '/assets/index-BVZ3x_7a.js/',
  '/assets/index-BVZ3x_7a.js%20',
])('%s is not there, and nothing of the machine is', async (url) => {
  const answer = await served().inject({ url, headers: { accept: 'text/html' } })
  expect(answer.statusCode).toBe(404)
  expect(answer.body).not.toContain('nobody may read this')
})

test('short addresses lead to their pages', async () => {
  const app = served()
  const target = async (path: string) => (await app.inject(path)).headers.location
  expect(await target('/')).toBe('/dashboard')
  expect(await target('/login')).toBe('/auth/login')
  expect(await target('/register')).toBe('/auth/register')
})

test('a new build is served at once, and pages of the old one find their files', async () => {
  const app = served()
  await app.inject('/assets/style-DZoDoxyk.css')
  rmSync(join(folder, 'dist/assets/style-DZoDoxyk.css'))
  writeFileSync(join(folder, 'dist/index.html'), '<title>Newer</title>')
  expect((await app.inject('/dashboard')).body).toContain('Newer')
  expect((await app.inject('/assets/style-DZoDoxyk.css')).statusCode).toBe(200)
})

test('where nothing was built a page says which command builds it', async () => {
  const answer = await served('nothing').inject('/auth/login')
  expect(answer.statusCode).toBe(503)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers).toMatchObject(HEADERS)
  expect(answer.body).toContain('npm run build')
  expect((await served('nothing').inject('/assets/index-BVZ3x_7a.js')).statusCode).toBe(404)
})

test('every file that is put beside the page has its address', async () => {
  const app = bareApp()
  app.register(webRoutes(HEADERS, new URL('../../../web/public/../', import.meta.url)))
  await app.ready()
  for (const name of readdirSync(new URL('../../../web/public/', import.meta.url)))
    expect(app.hasRoute({ method: 'GET', url: `/${name}` }), name).toBe(true)
})
