import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { type CookieName, cookies } from './cookies.ts'

const now = new Date('2030-01-01T00:00:00Z')
const inAnHour = new Date('2030-01-01T01:00:00Z')

const ask = async (isHttps: boolean, cookie?: string) => {
  const jar = cookies(isHttps)
  const app = Fastify()
  app.get('/', async (request, reply) => {
    jar.set(reply, 'access', 'a', inAnHour, now)
    jar.set(reply, 'refresh', 'r', inAnHour, now)
    jar.clear(reply, 'registration')
    const names: CookieName[] = ['access', 'refresh', 'registration', 'device']
    return names.map((name) => jar.read(request, name))
  })
  const answer = await app.inject({ url: '/', headers: cookie === undefined ? {} : { cookie } })
  return { lines: answer.headers['set-cookie'], read: answer.json() }
}

test('over http the names are plain and everything else is as strict', async () => {
  expect((await ask(false)).lines).toEqual([
    'latchkey_access=a; Max-Age=3600; Path=/; HttpOnly; SameSite=Lax',
    'latchkey_refresh=r; Max-Age=3600; Path=/api/auth; HttpOnly; SameSite=Lax',
    'latchkey_registration=; Max-Age=0; Path=/api/auth; HttpOnly; SameSite=Lax',
  ])
})

test('over https they are Secure and carry the prefix of their path', async () => {
  expect((await ask(true)).lines).toEqual([
    '__Host-latchkey_access=a; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Secure-latchkey_refresh=r; Max-Age=3600; Path=/api/auth; HttpOnly; Secure; SameSite=Lax',
    '__Secure-latchkey_registration=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Lax',
  ])
})

test('only the exact name is read', async () => {
  const sent = 'latchkey_refresh=1; __host-latchkey_access=2; x__Secure-latchkey_device=3'
  expect((await ask(true, sent)).read).toEqual([null, null, null, null])
  expect((await ask(false, 'other=0; latchkey_refresh=1;latchkey_access=2')).read).toEqual([
    '2',
    '1',
    null,
    null,
  ])
})

test('a cookie that is sent twice counts as none', async () => {
  const sent = 'latchkey_refresh=planted; latchkey_refresh=own'
  expect((await ask(false, sent)).read[1]).toBeNull()
})
