import Fastify from 'fastify'
import { describe, expect, test } from 'vitest'
import { refuseCrossOrigin } from './cross-origin.ts'

const ours = 'https://app.example'
const app = Fastify()
refuseCrossOrigin(app, new Set([ours]))
app.post('/', async () => 'done')
app.get('/', async () => 'read')
app.get('/export', { config: { isTaking: true } }, async () => 'a file')

const post = async (headers: Record<string, string>) =>
  (await app.inject({ method: 'POST', url: '/', headers })).statusCode

describe('a state-changing request', () => {
  test.each([
    ['from no browser', {}, 200],
    ['from our own page', { 'sec-fetch-site': 'same-origin', origin: 'https://auth.example' }, 200],
    ['typed by a person', { 'sec-fetch-site': 'none' }, 200],
    ['from a listed origin', { 'sec-fetch-site': 'cross-site', origin: ours }, 200],
    ['from a listed origin of an old browser', { origin: ours }, 200],
    [
      'from a foreign page',
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      403,
    ],
    ['from a foreign page of an old browser', { origin: 'https://evil.example' }, 403],
    ['from a page without an origin', { origin: 'null' }, 403],
    ['from a sibling host without an origin', { 'sec-fetch-site': 'same-site' }, 403],
    ['from an origin in other letters', { origin: 'https://APP.example' }, 403],
    ['with a made-up site value', { 'sec-fetch-site': 'same-origin, none' }, 403],
    ['with junk in Authorization', { origin: 'https://evil.example', authorization: 'x' }, 403],
  ])('%s', async (_name, headers, status) => {
    expect(await post(headers)).toBe(status)
  })

  test('reading needs no proof of origin', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect((await app.inject({ url: '/', headers })).statusCode).toBe(200)
  })

  test.each([
    ['a program', {}, 200],
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a page of ours on a host of its own', { 'sec-fetch-site': 'same-site' }, 200],
    ['a person who typed it', { 'sec-fetch-site': 'none' }, 200],
    ['a listed origin', { 'sec-fetch-site': 'cross-site', origin: ours }, 200],
    ['a link on another site', { 'sec-fetch-site': 'cross-site' }, 403],
    [
      'a script of another site',
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      403,
    ],
  ])('what is taken along or recorded may be read by %s or not', async (_name, headers, status) => {
    expect((await app.inject({ url: '/export', headers })).statusCode).toBe(status)
  })
})
