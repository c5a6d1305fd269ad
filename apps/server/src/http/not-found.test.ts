import { expect, test } from 'vitest'
import { bareApp } from '../testing/bare-app.ts'
import { answerUnknownRoutes } from './not-found.ts'
import { PAGE_POLICY } from './security-headers.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

const setup = () => {
  const app = bareApp()
  answerUnknownRoutes(app)
  app.post('/form', async () => ({}))
  return (url: string, accept?: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
    app.inject({ url, method, headers: accept === undefined ? {} : { accept } })
}

test('a browser on an unknown path gets a page with status 404 and the policy of pages', async () => {
  const answer = await setup()('/auth/nothing?next=<script>', BROWSER)
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['content-security-policy']).toBe(PAGE_POLICY)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.body).toContain('There is nothing here')
  expect(answer.body).not.toContain('next=')
  expect((await setup()('/auth/nothing', BROWSER, 'HEAD')).body).toBe('')
})

test.each(['/api/nothing', '/api', '/.well-known/nothing', '/dev/nothing', '/health/nothing'])(
  '%s is for programs: a problem, even to a browser',
  async (path) => {
    const answer = await setup()(path, BROWSER)
    expect(answer.statusCode).toBe(404)
    expect(answer.json().code).toBe('not_found')
  },
)

test('whoever did not ask for a page gets a problem', async () => {
  const get = setup()
  for (const accept of [undefined, '*/*', 'application/json'])
    expect((await get('/nothing', accept)).json().code).toBe('not_found')
  expect((await get('/nothing', BROWSER, 'POST')).json().code).toBe('not_found')
})

test('a known path with another method stays a problem that names the methods', async () => {
  const answer = await setup()('/form', BROWSER)
  expect(answer.statusCode).toBe(405)
  expect(answer.headers.allow).toBe('POST')
  expect(answer.json().code).toBe('method_not_allowed')
})
