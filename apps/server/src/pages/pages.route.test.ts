import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bareApp } from '../testing/bare-app.ts'
import { pagesRoutes } from './pages.route.ts'

const PATHS = [
  '/setup',
  '/auth/register',
  '/auth/login',
  '/auth/verify-email',
  '/auth/forgot-password',
  '/auth/reset-password',
  '/dashboard',
]

const served = (hasDevMailbox = true) => {
  const app = bareApp()
  app.register(pagesRoutes({ hasDevMailbox, resetMinutes: 42 }))
  return app
}

const sources = (ending: string): string[] => {
  const folder = new URL('./static/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith(ending))
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8'))
}

test.each(PATHS)('%s is a page that runs its own scripts only', async (path) => {
  const answer = await served().inject(path)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('no-cache')
  const policy = String(answer.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
})

test('no page has a script, a style or an event handler of its own text', () => {
  const pages = sources('.html')
  // The page of unknown paths has no path of its own.
  expect(pages).toHaveLength(PATHS.length + 1)
  for (const page of pages) {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/)
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/)
  }
})

test('no page names another server', () => {
  for (const source of [...sources('.html'), ...sources('.js'), ...sources('.css')])
    expect(source).not.toMatch(/https?:\/\//)
})

test('no script reads a cookie, keeps anything in the browser or writes HTML', () => {
  for (const script of sources('.js'))
    expect(script).not.toMatch(/document\.cookie|localStorage|sessionStorage|innerHTML|accessToken/)
})

test('everything that a page names is there', async () => {
  const app = served()
  const named = [...sources('.html'), ...sources('.js')].flatMap((source) => [
    ...[...source.matchAll(/(?:src|href)="(\/(?!dev\/)[^"#]*)"/g)].map(([, path = '']) => path),
    ...[...source.matchAll(/from '\.\/([\w-]+\.js)'/g)].map(([, name]) => `/assets/${name}`),
  ])
  expect(new Set(named).size).toBeGreaterThan(12)
  for (const path of new Set(named)) expect((await app.inject(path)).statusCode, path).toBe(200)
})

test('a browser that has a page is told so in one line', async () => {
  const app = served()
  const first = await app.inject('/auth/login')
  const etag = String(first.headers.etag)
  const again = await app.inject({ url: '/auth/login', headers: { 'if-none-match': etag } })
  expect(again.statusCode).toBe(304)
  expect(again.body).toBe('')
  expect(again.headers['content-security-policy']).toBe(first.headers['content-security-policy'])
  const weak = await app.inject({ url: '/auth/login', headers: { 'if-none-match': `W/${etag}` } })
  expect(weak.statusCode).toBe(304)
  const other = await app.inject({ url: '/auth/login', headers: { 'if-none-match': '"x"' } })
  expect(other.statusCode).toBe(200)
})

test('HEAD answers as GET does, without the page', async () => {
  const app = served()
  const get = await app.inject('/dashboard')
  const head = await app.inject({ method: 'HEAD', url: '/dashboard' })
  expect(head.statusCode).toBe(200)
  expect(head.body).toBe('')
  expect(head.headers.etag).toBe(get.headers.etag)
  expect(head.headers['content-length']).toBe(get.headers['content-length'])
})

test('short addresses lead to their pages', async () => {
  const app = served()
  const target = async (path: string) => (await app.inject(path)).headers.location
  expect(await target('/')).toBe('/dashboard')
  expect(await target('/login')).toBe('/auth/login')
  expect(await target('/register')).toBe('/auth/register')
})

test('the dev mailbox is named only where there is one', async () => {
  const hint = 'href="/dev/mailbox"'
  for (const path of ['/auth/login', '/auth/verify-email', '/auth/forgot-password']) {
    expect((await served(true).inject(path)).body).toContain(hint)
    expect((await served(false).inject(path)).body).not.toContain(hint)
  }
})

test('whoever asks for a link to a new password reads how long it works', async () => {
  expect((await served().inject('/auth/forgot-password')).body).toContain('for 42 minutes')
})

test('a page that may end without its form says what to do instead', async () => {
  const app = served()
  const verify = (await app.inject('/auth/verify-email')).body
  expect(verify).toMatch(/data-instead hidden>\s*<a class="button" href="\/auth\/register"/)
  const reset = (await app.inject('/auth/reset-password')).body
  expect(reset).toMatch(/data-instead hidden>\s*<a class="button" href="\/auth\/forgot-password"/)
  expect((await app.inject('/setup')).body).toMatch(/data-instead hidden>.*href="\/auth\/login"/)
})
