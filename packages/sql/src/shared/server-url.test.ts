import { expect, test } from 'vitest'
import { isServerUrl, parseServerUrl } from './server-url.ts'

const addressIn = (url: string) => {
  const parsed = parseServerUrl(url)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.address
}

test('every part of a URL is read, escapes included', () => {
  expect(
    addressIn('postgres://ada%40x:p%2Fw%25@[2001:db8::1]:6432/lk?sslmode=verify-full'),
  ).toEqual({
    engine: 'postgres',
    host: '2001:db8::1',
    port: 6432,
    user: 'ada@x',
    password: 'p/w%',
    database: 'lk',
    tls: 'verify-full',
    authorityFile: null,
    shown: 'postgres://ada%40x@[2001:db8::1]:6432/lk',
  })
})

test.each([
  ['postgres://u@h/d', 'postgres', 5432],
  ['postgresql://u@h/d', 'postgres', 5432],
  ['mysql://u@h/d', 'mysql', 3306],
  ['mariadb://u@h/d', 'mysql', 3306],
])('%s has the port of its kind, and no TLS unless it says so', (url, engine, port) => {
  expect(addressIn(url)).toMatchObject({ engine, port, password: '', tls: 'disable' })
})

test.each([
  ['sslmode=disable', 'disable'],
  ['sslmode=require', 'require'],
  ['sslmode=verify-full', 'verify-full'],
  ['ssl=true', 'verify-full'],
  ['ssl=false', 'disable'],
])('%s means %s', (query, tls) => {
  expect(addressIn(`mysql://u@h/d?${query}`).tls).toBe(tls)
})

test.each([
  'postgres://u:hunter2@h/',
  'postgres://u:hunter2@h/a/b',
  'postgres://h/d',
  'postgres:///d',
  'postgres://u:hunter2%@h/d',
  'postgres://u:hunter2@h/d#x',
  'mysql://u:hunter2@h/d?sslmode=prefer',
  'mysql://u:hunter2@h/d?ssl=1',
  'mysql://u:hunter2@h/d?sslmode=require&sslmode=disable',
  'mysql://u:hunter2@h/d?ssl=true&sslmode=disable',
  'mysql://u:hunter2@h/d?tls=true',
  'mysql:d',
])('%s is refused, and no message tells a password', (url) => {
  const parsed = parseServerUrl(url)
  expect(parsed.ok).toBe(false)
  expect(JSON.stringify(parsed)).not.toContain('hunter2')
})

test('what is shown of a URL has no password', () => {
  expect(addressIn('mysql://u:hunter2@h/d?ssl=true').shown).toBe('mysql://u@h:3306/d')
})

test('a path is never taken for a server, whatever its name', () => {
  for (const path of ['/srv/postgres/latchkey.db', './mysql', 'postgres.db', 'C:\\data\\mysql.db'])
    expect(isServerUrl(path)).toBe(false)
  expect(isServerUrl('POSTGRES://u@h/d')).toBe(true)
})
