import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, anAccount, bearer, login } from './account.ts'
import { startServer, type TestServer } from './server.ts'

let server: TestServer
let ada: Account
beforeAll(async () => {
  server = await startServer()
  ada = await anAccount(server)
})
afterAll(async () => {
  expect(server.faults()).toEqual([])
  await server.stop()
})

const patch = (body: unknown, headers: Record<string, string> = bearer(ada.accessToken)) =>
  server.request('/api/users/me', { method: 'PATCH', body, headers })

describe('the profile', () => {
  test('is read and changed; what it must not say changes nothing', async () => {
    const wish = {
      firstName: ' Augusta ',
      lastName: null,
      username: 'Countess <b>=1+1</b>',
      phone: '+44 20 7946 0018',
      locale: 'de-AT',
      preferences: { theme: 'dark', nested: { list: [1, null] } },
      roles: ['admin'],
      email: 'evil@example.org',
      emailVerified: false,
      id: 'x',
      profileImageUrl: 'https://evil.example',
    }
    const { status, body } = await patch(wish)
    expect(status).toBe(200)
    expect(body.user).toMatchObject({
      id: ada.id,
      email: ada.email,
      firstName: 'Augusta',
      lastName: null,
      username: wish.username,
      phone: wish.phone,
      locale: 'de-AT',
      preferences: wish.preferences,
      roles: ['user'],
      emailVerified: true,
      profileImageUrl: null,
    })
    const read = await server.get('/api/users/me', bearer(ada.accessToken))
    expect([read.status, read.body]).toEqual([
      200,
      { ...body, hasPassword: true, emailChange: null },
    ])
    expect((await patch({})).body).toEqual(body)
  })

  test('needs a session, and no page of another origin changes it', async () => {
    expect((await server.get('/api/users/me')).status).toBe(401)
    expect((await patch({}, {})).status).toBe(401)
    const { cookies } = await login(server, ada, { 'x-token-delivery': 'cookie' })
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    expect((await server.get('/api/users/me', { cookie })).status).toBe(200)
    expect((await patch({ phone: null }, { cookie })).status).toBe(200)
    const foreign = { cookie, origin: 'https://evil.example' }
    expect((await patch({ phone: null }, foreign)).body.code).toBe('cross_origin_refused')
  })

  test.each([
    ['an empty name', { firstName: '' }],
    ['a blank name', { lastName: '\u2800 ' }],
    ['a name of 101 characters', { username: 'x'.repeat(101) }],
    ['a name that is a list', { firstName: ['Ada'] }],
    ['a name with NUL', { firstName: 'A\0da' }],
    ['a lone surrogate', { firstName: 'A\ud800' }],
    ['a line break', { username: 'Ada\nBcc: x' }],
    ['a phone number in words', { phone: 'call me' }],
    ['a language that is none', { locale: '../en' }],
    ['no language', { locale: null }],
    ['preferences that are a text', { preferences: 'dark' }],
    ['preferences that are a list', { preferences: [] }],
    ['preferences of more than 8 KiB', { preferences: { x: 'y'.repeat(8192) } }],
    ['preferences with NUL', { preferences: { x: '\0' } }],
    ['a body that is a list', []],
    ['a body that is no JSON', '{'],
  ])('%s is refused and changes nothing', async (_, body) => {
    const before = server.rows('select * from users where id = ?', ada.id)
    const answer = await patch(body)
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed'])
    expect(server.rows('select * from users where id = ?', ada.id)).toEqual(before)
  })
})

type Sent = NonNullable<NonNullable<Parameters<typeof fetch>[1]>['body']>

const picture = () =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#369' } })
const put = async (
  body: Sent,
  type: string | null = 'image/png',
  token: string | undefined = ada.accessToken,
) => {
  const headers = { ...bearer(token), ...(type && { 'content-type': type }) }
  const method = 'PUT'
  const answer = await fetch(`${server.url}/api/users/me/avatar`, { method, body, headers })
  const said = (await answer.json()) as { code?: string; user?: { profileImageUrl: string } }
  return { status: answer.status, code: said.code, url: said.user?.profileImageUrl ?? '' }
}
const remove = () =>
  server.request('/api/users/me/avatar', { method: 'DELETE', headers: bearer(ada.accessToken) })

describe('the picture', () => {
  test.each(['png', 'jpeg', 'webp'] as const)(
    'a %s becomes a WebP that anybody may see who knows where, and keep',
    async (format) => {
      const upload = await picture().toFormat(format).toBuffer()
      const { status, url } = await put(new Uint8Array(upload), `image/${format}`)
      expect(status).toBe(200)
      expect(url).toMatch(new RegExp(`^${server.url}/api/avatars/[\\w-]{22}$`))
      const shown = await fetch(url)
      expect(shown.status).toBe(200)
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'cross-origin',
        'content-security-policy': expect.stringContaining('sandbox'),
      })
      const { format: stored, width, height } = await sharp(await shown.arrayBuffer()).metadata()
      expect([stored, width, height]).toEqual(['webp', 256, 256])

      const etag = shown.headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[\w-]+"$/)
      const again = await fetch(url, { headers: { 'if-none-match': etag } })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
    },
  )

  test('may come as the file of a form', async () => {
    const form = new FormData()
    form.set('note', 'my best side')
    form.set('avatar', new File([new Uint8Array(await picture().png().toBuffer())], '../../x.svg'))
    const { status, url } = await put(form, null)
    expect([status, (await fetch(url)).status]).toEqual([200, 200])
  })

  test('has a new address each time; the former one, and one that was taken away, are gone', async () => {
    const upload = new Uint8Array(await picture().png().toBuffer())
    const first = (await put(upload)).url
    const second = (await put(upload)).url
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200])
    for (let n = 0; n < 2; n++) {
      const { status, body } = await remove()
      expect([status, body.user?.['profileImageUrl']]).toEqual([200, null])
    }
    const gone = await fetch(second, { headers: { 'if-none-match': '*' } })
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(server.rows('select * from avatars')).toEqual([])
  })

  test('goes with its user', async () => {
    const bob = await anAccount(server)
    const upload = new Uint8Array(await picture().png().toBuffer())
    const { url } = await put(upload, 'image/png', bob.accessToken)
    expect((await fetch(url)).status).toBe(200)
    server.change('delete from users where id = ?', bob.id)
    expect((await fetch(url)).status).toBe(404)
  })

  test('is none of these', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    const png = new Uint8Array(await picture().png().toBuffer())
    const bomb = sharp({ create: { width: 5100, height: 5100, channels: 3, background: '#000' } })
    const answers: readonly [string, Sent, string | null, number, string][] = [
      ['SVG', svg, 'image/svg+xml', 415, 'unsupported_media_type'],
      ['SVG called PNG', svg, 'image/png', 415, 'unsupported_media_type'],
      ['JSON', '{}', 'application/json', 415, 'unsupported_media_type'],
      ['text', 'x', 'text/plain', 415, 'unsupported_media_type'],
      [
        'GIF',
        new Uint8Array(await picture().gif().toBuffer()),
        'image/gif',
        415,
        'unsupported_media_type',
      ],
      ['nothing', '', 'image/png', 400, 'validation_failed'],
      ['half of it', png.subarray(0, png.length / 2), 'image/png', 400, 'validation_failed'],
      [
        'too many pixels',
        new Uint8Array(await bomb.png().toBuffer()),
        'image/png',
        413,
        'payload_too_large',
      ],
      [
        'too many bytes',
        new Uint8Array(2 * 1024 * 1024 + 1),
        'image/png',
        413,
        'payload_too_large',
      ],
      ['no form', 'x', 'multipart/form-data', 400, 'validation_failed'],
      [
        'half a form',
        '--x\r\nContent-Disposition: form-data',
        'multipart/form-data; boundary=x',
        400,
        'validation_failed',
      ],
    ]
    for (const [name, body, type, status, code] of answers)
      expect([name, await put(body, type)]).toEqual([name, { status, code, url: '' }])
    const empty = new FormData()
    empty.set('avatar', 'text')
    expect(await put(empty, null)).toMatchObject({ status: 400 })
    const large = new FormData()
    large.set('avatar', new File([new Uint8Array(2 * 1024 * 1024 + 1)], 'x.png'))
    expect(await put(large, null)).toMatchObject({ status: 413 })
    const many = new FormData()
    for (let n = 0; n < 20; n++) many.append('field', 'x')
    many.set('avatar', new File([png], 'x.png'))
    expect(await put(many, null)).toMatchObject({ status: 413 })
    expect(server.rows('select * from avatars')).toEqual([])
  })

  test('nobody sends or removes one without a session, and no id but its own finds one', async () => {
    const upload = new Uint8Array(await picture().png().toBuffer())
    expect((await put(upload, 'image/png', 'x')).status).toBe(401)
    expect((await server.request('/api/users/me/avatar', { method: 'DELETE' })).status).toBe(401)
    for (const id of ['x', ada.id, '%00', '..%2f..%2fx', "'%20or%201=1", 'x'.repeat(300)])
      expect((await server.get(`/api/avatars/${id}`)).status).toBe(404)
  })
})
