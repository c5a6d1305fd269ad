import { expect, test } from 'vitest'
import { bareApp } from '../testing/bare-app.ts'
import { answerUnknownRoutes } from './not-found.ts'
import { pageHeaders } from './security-headers.ts'
import { fileOf } from './static-file.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

const PAGE = fileOf('index.html', '<title>The web app</title>')

const setup = (page: typeof PAGE | null = PAGE) => {
  const app = bareApp()
  answerUnknownRoutes(app, async () => page, pageHeaders(true))
  app.post('/form', async () => ({}))
  return (url: string, accept?: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
    app.inject({ url, method, headers: accept === undefined ? {} : { accept } })
}

test('a browser on an unknown path gets a page with status 404 and the policy of pages', async () => {
  const answer = await setup()('/nothing?next=<script>', BROWSER)
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers).toMatchObject(pageHeaders(true))
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.body).toBe(PAGE.body)
  expect((await setup()('/nothing', BROWSER, 'HEAD')).body).toBe('')
})

test.each([
  '/api/nothing',
  '/api',
  '/assets/nothing.js',
  '/.well-known/nothing',
  '/dev/nothing',
  '/health/nothing',
])('%s is for programs: a problem, even to a browser', async (path) => {
  const answer = await setup()(path, BROWSER)
  expect(answer.statusCode).toBe(404)
  expect(answer.json().code).toBe('not_found')
})

test('whoever did not ask for a page gets a problem', async () => {
  const get = setup()
  for (const accept of [undefined, '*/*', 'application/json'])
    expect((await get('/nothing', accept)).json().code).toBe('not_found')
  expect((await get('/nothing', BROWSER, 'POST')).json().code).toBe('not_found')
})

test('where the web app is not built an unknown path is a problem to a browser too', async () => {
  const answer = await setup(null)('/nothing', BROWSER)
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found'])
})

test('a known path with another method stays a problem that names the methods', async () => {
  const answer = await setup()('/form', BROWSER)
  expect(answer.statusCode).toBe(405)
  expect(answer.headers.allow).toBe('POST')
  expect(answer.json().code).toBe('method_not_allowed')
})
