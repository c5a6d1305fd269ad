import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { guardAdministration } from './guard.ts'

const never = (): never => {
  throw new Error('nothing is called')
}

const setup = () => {
  const app = Fastify()
  const authenticate = {
    presented: never,
    sessionOf: never,
    claimsOf: never,
    isFresh: never,
    requireSession: async () => never(),
  }
  guardAdministration(app, { authenticate, access: { find: never }, recordRefusedAccess: never })
  return app
}

test('a route of the admin API that names no permission cannot be registered', () => {
  for (const url of ['/api/admin', '/api/admin/anything', '/api/admin/*'])
    expect(() => setup().get(url, never)).toThrow('which permission')
  const config = { permission: 'users:read' } as const
  expect(() => setup().get('/api/admin/anything', { config }, never)).not.toThrow()
})
