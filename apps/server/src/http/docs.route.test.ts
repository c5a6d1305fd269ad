import { expect, test } from 'vitest'
import { bareApp } from '../testing/bare-app.ts'
import { docsRoutes } from './docs.route.ts'

const served = () => {
  const app = bareApp()
  app.register(docsRoutes({ publicUrl: 'https://auth.example.com' }))
  return app
}

test('the OpenAPI document names this installation and may be cached', async () => {
  const app = served()
  const answer = await app.inject('/api/openapi.json')
  expect(answer.json()).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: 'https://auth.example.com' }],
  })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.headers['cache-control']).toBe('public, max-age=300')
  const headers = { 'if-none-match': String(answer.headers.etag) }
  expect((await app.inject({ url: '/api/openapi.json', headers })).statusCode).toBe(304)
})

test('the docs page runs no inline script and asks no other server', async () => {
  const app = served()
  const page = await app.inject('/api/docs')
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).toContain("style-src 'self' 'unsafe-inline';")
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
  expect(page.body).not.toMatch(/<script(?![^>]*\ssrc="\/)/)
  const bundle = await app.inject('/api/docs/scalar.js')
  expect(bundle.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(bundle.body).toContain('createApiReference')
})
