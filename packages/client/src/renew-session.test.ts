import { expect, test } from 'vitest'
import { renewSession } from './renew-session.ts'
import { noTabs } from './tabs.ts'
import { cookieTransport, type Fetch } from './transport.ts'

const url = 'http://localhost:3000/api/auth/refresh-token'
const refused = (code: string, status: number) => async () => Response.json({ code }, { status })

/** Two tabs take turns and share an instant, as `noTabs` does for the calls of one. */
const setup = (fetch: Fetch) => {
  let asked = 0
  const transport = cookieTransport((request) => {
    asked += 1
    return fetch(request)
  })
  let instant = 1_000
  const now = () => {
    instant += 1
    return instant
  }
  const tabs = noTabs()
  const open = () => renewSession({ transport, tabs, url, now })
  return { first: open(), second: open(), tabs, now, asked: () => asked }
}

test('of two tabs one renews for both', async () => {
  const { first, second, now, asked } = setup(async () => Response.json({ success: true }))
  const sentAt = now()
  expect(await Promise.all([first(sentAt), second(sentAt)])).toEqual(['renewed', 'renewed'])
  expect(asked()).toBe(1)
})

test('a renewal noted ahead of the clock is not believed', async () => {
  const { first, tabs, now, asked } = setup(async () => Response.json({ success: true }))
  tabs.note('renewed', now() + 3_600_000)
  expect(await first(now())).toBe('renewed')
  expect(asked()).toBe(1)
})

test('what was sent after a renewal and refused needs another one', async () => {
  const { first, second, now, asked } = setup(async () => Response.json({ success: true }))
  await first(now())
  expect(await second(now())).toBe('renewed')
  expect(asked()).toBe(2)
})

test('only a refused refresh token ends the session', async () => {
  for (const [code, status, renewal] of [
    ['invalid_refresh_token', 401, 'ended'],
    ['unavailable', 503, 'failed'],
    ['rate_limited', 429, 'failed'],
  ] as const)
    expect(await setup(refused(code, status)).first(1)).toBe(renewal)
})

test('an answer that is no JSON, and none at all, end nothing', async () => {
  const html: Fetch = async () => new Response('<h1>Bad Gateway</h1>', { status: 502 })
  expect(await setup(html).first(1)).toBe('failed')
  const nothing: Fetch = () => Promise.reject(new TypeError('fetch failed'))
  expect(await setup(nothing).first(1)).toBe('failed')
})

test('a renewal that failed does not hold up the next', async () => {
  let isAway = true
  const fetch: Fetch = async () =>
    isAway ? new Response(null, { status: 502 }) : Response.json({ success: true })
  const { first, now } = setup(fetch)
  expect(await first(now())).toBe('failed')
  isAway = false
  expect(await first(now())).toBe('renewed')
})
