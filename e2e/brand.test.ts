import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  aNewAddress,
  anAccount,
  bearer,
  login,
  PASSWORD,
  register,
} from './account.ts'
import { aFolder, startServer, type TestServer } from './server.ts'

interface Brand {
  readonly name: string
  readonly color: string
  readonly logoUrl: string | null
}
type Sent = NonNullable<NonNullable<Parameters<typeof fetch>[1]>['body']>

const PATH = '/api/admin/brand/logo'
const LATCHKEY: Brand = { name: 'Latchkey', color: '#3d4bd8', logoUrl: null }

const drawing = (width = 600, height = 300) =>
  sharp({ create: { width, height, channels: 4, background: { r: 9, g: 99, b: 9, alpha: 0.5 } } })

describe('the brand of an installation', () => {
  const dataDir = aFolder()
  const admin = { email: aNewAddress(), password: PASSWORD }
  let one: TestServer
  /** Of this one the environment fixes the logo. */
  let other: TestServer
  let root: string
  let ada: Account

  beforeAll(async () => {
    const audience = { JWT_AUDIENCE: 'shop' }
    const boot = {
      ...audience,
      BOOTSTRAP_ADMIN_EMAIL: admin.email,
      BOOTSTRAP_ADMIN_PASSWORD: PASSWORD,
    }
    one = await startServer({ dataDir, env: boot })
    other = await startServer({
      dataDir,
      env: { PUBLIC_URL: one.url, SETTINGS: '{"brand_logo":""}', ...audience },
    })
    root = (await login(one, admin)).body.accessToken ?? ''
    ada = await anAccount(one)
  })
  afterAll(async () => {
    expect([...one.faults(), ...other.faults()]).toEqual([])
    await Promise.all([one.stop(), other.stop()])
    rmSync(dataDir, { recursive: true, force: true })
  })

  const brandOn = async (server = one): Promise<Brand> =>
    (JSON.parse((await server.get('/api/config')).text) as { brand: Brand }).brand
  const tokensOn = async (server: TestServer) =>
    (JSON.parse((await server.get('/api/config')).text) as { tokens: unknown }).tokens
  const set = (key: string, value: unknown, token = root) =>
    one.request(`/api/admin/settings/${key}`, {
      method: 'PUT',
      body: { value },
      headers: bearer(token),
    })
  const put = async (body: Sent, type: string | null = 'image/png', token = root, server = one) => {
    const headers = { ...(token && bearer(token)), ...(type && { 'content-type': type }) }
    const answer = await fetch(`${server.url}${PATH}`, { method: 'PUT', body, headers })
    const said = (await answer.json()) as { code?: string; brand?: Brand }
    return { status: answer.status, code: said.code, logoUrl: said.brand?.logoUrl ?? null }
  }
  const remove = (token = root) => one.request(PATH, { method: 'DELETE', headers: bearer(token) })
  const aPng = async () => new Uint8Array(await drawing().png().toBuffer())

  test('is ours until an administrator says otherwise, and then on every server and in mails', async () => {
    expect(await brandOn()).toEqual(LATCHKEY)
    const email = aNewAddress()
    expect((await set('brand_name', 'Zoë & Söhne')).status).toBe(200)
    expect((await set('brand_color', '#FFcc00')).status).toBe(200)
    const changed = { name: 'Zoë & Söhne', color: '#FFcc00', logoUrl: null }
    expect(await brandOn()).toEqual(changed)
    const start = Date.now()
    while ((await brandOn(other)).color !== changed.color) await wait(20)
    expect(Date.now() - start).toBeLessThan(2000)
    expect(await brandOn(other)).toEqual(changed)
    await register(one, { email, password: PASSWORD })
    const [mail] = await one.inbox(email)
    expect(mail?.subject).toBe('Confirm your e-mail address for Zoë & Söhne')
    expect(mail?.html).toContain('Zoë &amp; Söhne')
    expect(`${mail?.subject}${mail?.text}`).not.toContain('Latchkey')
  })

  test('programs are told what they check access tokens against', async () => {
    for (const server of [one, other])
      expect(await tokensOn(server)).toEqual({ issuer: one.url, audience: 'shop' })
  })

  test('its name is none that a password may lean on', async () => {
    await set('brand_name', 'Quartzite')
    const refused = await register(one, { email: aNewAddress(), password: 'Quartzite-91' })
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('"context"')
  })

  test.each(['png', 'jpeg', 'webp'] as const)(
    'a %s becomes a logo that anybody may see, and keep',
    async (format) => {
      const upload = await drawing().toFormat(format).toBuffer()
      const { status, logoUrl } = await put(new Uint8Array(upload), `image/${format}`)
      expect(status).toBe(200)
      expect(logoUrl).toMatch(new RegExp(`^${one.url}/api/brand/logo/[\\w-]{22}$`))
      expect((await brandOn()).logoUrl).toBe(logoUrl)
      const shown = await fetch(logoUrl ?? '')
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining('sandbox'),
      })
      const found = await sharp(await shown.arrayBuffer()).metadata()
      expect([found.width, found.height, found.hasAlpha]).toEqual([512, 256, format !== 'jpeg'])
    },
  )

  test('a logo is taken away, comes back by a rollback, and all of it is recorded', async () => {
    const { logoUrl } = await put(await aPng())
    const [{ version } = {}] = one.rows("select version from settings where name = 'brand_logo'")
    expect((await remove()).status).toBe(200)
    expect((await brandOn()).logoUrl).toBeNull()
    const path = '/api/admin/settings/brand_logo/rollback'
    expect((await one.post(path, { version }, bearer(root))).status).toBe(200)
    expect((await brandOn()).logoUrl).toBe(logoUrl)
    const events = one.rows(
      "select metadata from audit_events where action = 'sys_setting_changed' order by id desc",
    )
    expect(String(events[0]?.['metadata'])).toContain('"rolledBackTo"')
  })

  test('the setting names pictures that were uploaded, and no others', async () => {
    for (const id of ['nobody-uploaded-this', '../../x', `${'x'.repeat(65)}`])
      expect((await set('brand_logo', id)).body.code).toBe('validation_failed')
    for (const id of ['x', '%00', '..%2f..%2fx', "'%20or%201=1", 'x'.repeat(300)])
      expect((await one.get(`/api/brand/logo/${id}`)).status).toBe(404)
  })

  test('is none of these', async () => {
    const before = await brandOn()
    const rows = one.rows('select * from brand_logos').length
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    const bomb = sharp({ create: { width: 5100, height: 5100, channels: 3, background: '#000' } })
    const png = await aPng()
    const answers: readonly [string, Sent, string, number, string][] = [
      ['SVG', svg, 'image/svg+xml', 415, 'unsupported_media_type'],
      ['SVG called PNG', svg, 'image/png', 415, 'unsupported_media_type'],
      ['JSON', '{}', 'application/json', 415, 'unsupported_media_type'],
      ['nothing', '', 'image/png', 400, 'validation_failed'],
      ['half of it', png.subarray(0, png.length / 2), 'image/png', 400, 'validation_failed'],
      [
        'a bomb',
        new Uint8Array(await bomb.png().toBuffer()),
        'image/png',
        413,
        'payload_too_large',
      ],
      ['2 MiB and 1', new Uint8Array(2 ** 21 + 1), 'image/png', 413, 'payload_too_large'],
    ]
    for (const [name, body, type, status, code] of answers)
      expect([name, await put(body, type)]).toEqual([name, { status, code, logoUrl: null }])
    expect(await brandOn()).toEqual(before)
    expect(one.rows('select * from brand_logos')).toHaveLength(rows)
  })

  test('nobody changes it without the permission, and what SETTINGS fixes stays', async () => {
    const large = new Uint8Array(2 ** 21 + 1)
    const before = await brandOn()
    for (const body of [await aPng(), large, '<svg/>']) {
      expect(await put(body, 'image/png', '')).toMatchObject({ status: 401 })
      expect(await put(body, 'image/png', ada.accessToken)).toMatchObject({ status: 403 })
    }
    expect((await remove(ada.accessToken)).status).toBe(403)
    expect((await set('brand_name', 'Mine', ada.accessToken)).status).toBe(403)
    expect(await brandOn()).toEqual(before)
    const rows = one.rows('select * from brand_logos').length
    const locked = await put(await aPng(), 'image/png', root, other)
    expect(locked).toEqual({ status: 409, code: 'setting_locked', logoUrl: null })
    expect(one.rows('select * from brand_logos')).toHaveLength(rows)
  })
})
