import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  answers,
  createServerDatabase,
  type ServerDatabase,
} from '../packages/sql/src/testing/test-servers.ts'
import { aNewAddress, codeIn, PASSWORD } from './account.ts'
import { aBrowser } from './browser.ts'
import { type RestartableServer, restartableServer } from './faults/restartable-server.ts'
import { HOST, hasNginx, type Nginx, startNginx } from './nginx-process.ts'
import { send } from './request.ts'
import { aFolder, freePort, startServer, type TestServer } from './server.ts'

const isThere = hasNginx()
const describeWithNginx = describe.skipIf(!isThere)

describeWithNginx('nginx in front of a server, while the other one is away', () => {
  let server: TestServer
  let nginx: Nginx
  const byHttp = (path: string, host = HOST, method = 'GET') =>
    send(`http://127.0.0.1:${nginx.httpPort}`, path, { method, headers: { host } })
  beforeAll(async () => {
    const env = { PUBLIC_URL: `https://${HOST}`, TRUST_PROXY: '127.0.0.1' }
    server = await startServer({ env })
    nginx = await startNginx([await freePort(), server.port])
  })
  afterAll(async () => {
    await nginx?.stop()
    await server?.stop()
  })

  test('a page by http leads to https, at the host that is configured', async () => {
    const answer = await byHttp('/auth/login?next=1')
    expect([answer.status, answer.headers.location]).toEqual([
      301,
      `https://${HOST}/auth/login?next=1`,
    ])
  })

  test.each([
    '/api',
    '/api/auth/login',
    '//api/auth/me',
    '/%61pi/config',
    '/health',
    '/.well-known/jwks.json',
  ])('a call by http is refused and not led on: %s', async (path) => {
    const answer = await byHttp(path)
    expect(answer.status).toBe(403)
    expect(answer.headers.location).toBeUndefined()
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ success: false, code: 'https_required', status: 403 })
  })

  test('nothing but GET and HEAD is led on, whatever the path', async () => {
    expect((await byHttp('/auth/login', HOST, 'POST')).status).toBe(403)
  })

  test('a host that nobody named gets no answer, by http and by https', async () => {
    await expect(byHttp('/', 'evil.example')).rejects.toThrow()
    const reached = (servername: string) =>
      new Promise<string>((resolve) => {
        const { httpsPort: port, authority: ca } = nginx
        const socket = connect({ host: '127.0.0.1', port, ca, servername }, () => {
          resolve(socket.getProtocol() ?? '')
          socket.destroy()
        })
        socket.on('error', () => resolve('refused'))
      })
    expect(await reached('evil.example')).toBe('refused')
    expect(await reached(HOST)).toBe('TLSv1.3')
  })

  test.each([
    ['TLSv1.1', 'refused'],
    ['TLSv1.2', 'TLSv1.2'],
    ['TLSv1.3', 'TLSv1.3'],
  ] as const)('a client that knows %s alone: %s', async (version, expected) => {
    const { httpsPort: port, authority: ca } = nginx
    const protocol = await new Promise((resolve) => {
      // Level 0, so that it is nginx that refuses and not this client.
      const socket = connect({
        ...{ host: '127.0.0.1', port, ca, servername: HOST, ciphers: 'DEFAULT@SECLEVEL=0' },
        ...{ minVersion: version, maxVersion: version },
      })
      socket.on('secureConnect', () => {
        resolve(socket.getProtocol())
        socket.destroy()
      })
      socket.on('error', () => resolve('refused'))
    })
    expect(protocol).toBe(expected)
  })

  test('somebody signs up in a browser, with cookies for https alone and links to this host', async () => {
    const email = aNewAddress()
    const browser = aBrowser({ ...server, url: `https://${HOST}`, request: nginx.ask })
    const person = { email, password: PASSWORD, username: 'ada' }
    expect((await browser.post('/api/auth/register', person)).status).toBe(202)
    const [mail] = await server.inbox(email)
    expect(mail?.text).toContain(`https://${HOST}/auth/verify-email#token=`)
    const verified = await browser.post('/api/auth/verify-email', { code: mail && codeIn(mail) })
    expect(verified.status).toBe(200)
    expect([...browser.jar.keys()]).toContain('__Host-latchkey_access')
    expect([...browser.jar.keys()]).toContain('__Secure-latchkey_refresh')
    expect((await browser.get('/api/auth/me')).body.user?.email).toBe(email)
  })

  test('the server learns the address of who is connected to nginx, not what a client claims', async () => {
    const email = aNewAddress()
    const forged = {
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9;host=evil.example;proto=http',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '1',
    }
    const body = { email, password: PASSWORD, username: 'ada' }
    const options = { method: 'POST', body, headers: forged, localAddress: '127.0.0.9' }
    const answer = await nginx.ask('/api/auth/register', options)
    expect(answer.status).toBe(202)
    const seen = server.rows('select distinct ip_address from audit_events order by ip_address')
    expect(seen.map((row) => row['ip_address'])).toContain('127.0.0.9')
    expect(JSON.stringify(seen)).not.toContain('203.0.113.9')
    const [mail] = await server.inbox(email)
    expect(mail?.text).not.toContain('evil.example')
  })

  test('a page is never kept, and an asset without a hash as long as the server says', async () => {
    const cacheOf = async (path: string) => (await nginx.ask(path)).headers['cache-control']
    expect(await cacheOf('/auth/login')).toBe('no-store')
    expect(await cacheOf('/icon.svg')).toBe('no-cache')
    expect(await cacheOf('/assets/index-BVZ3x_7a.js')).toBe('no-store')
    expect(await cacheOf('/api/config')).toBe('no-store')
  })

  test('a file of the web app is kept for a year and stays as compressed as it was built', async () => {
    const page = (await nginx.ask('/auth/login')).text
    const [path = 'no script'] = /\/assets\/entry-[\w-]+\.js/.exec(page) ?? []
    const { status, headers } = await nginx.ask(path, { headers: { 'accept-encoding': 'br' } })
    expect([status, headers['cache-control'], headers['content-encoding']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'br',
    ])
  })

  test('a body that is too large is refused as the API refuses it', async () => {
    for (const bytes of [70_000, 300_000]) {
      const answer = await nginx.ask('/api/auth/login', { method: 'POST', body: 'x'.repeat(bytes) })
      expect([answer.status, answer.body.code]).toEqual([413, 'payload_too_large'])
    }
  })
})

describeWithNginx('nginx in front of servers that behave as they are told', () => {
  const servers: Server[] = []
  const listen = async (answer: RequestListener): Promise<number> => {
    const server = createServer(answer)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  }
  const nginxes: Nginx[] = []
  const inFrontOf = async (
    first: RequestListener,
    second: RequestListener,
    app?: RequestListener,
  ) => {
    const ports = [await listen(first), await listen(second)] as const
    const nginx = await startNginx([...ports], app && (await listen(app)))
    nginxes.push(nginx)
    return nginx
  }
  afterAll(async () => {
    for (const nginx of nginxes) await nginx.stop()
    for (const server of servers) server.close().closeAllConnections()
  })

  test('a file with a hash in its name is kept for a year, once it is there', async () => {
    const answer: RequestListener = ({ url = '' }, response) =>
      response.writeHead(url.includes('gone') ? 404 : 200, { 'cache-control': 'max-age=5' }).end()
    const nginx = await inFrontOf(answer, answer)
    const cacheOf = async (path: string) => (await nginx.ask(path)).headers['cache-control']
    const forEver = 'public, max-age=31536000, immutable'
    expect(await cacheOf('/assets/index-BVZ3x_7a.js')).toBe(forEver)
    expect(await cacheOf('/assets/fonts/inter.d41d8cd9.woff2')).toBe(forEver)
    expect(await cacheOf('/assets/gone-BVZ3x_7a.js')).toBe('max-age=5')
    expect(await cacheOf('/assets/password-rules.js')).toBe('max-age=5')
    expect(await cacheOf('/api/index-BVZ3x_7a.js')).toBe('max-age=5')
  })

  test('a POST that was sent is never sent again, a GET is', async () => {
    const sent: string[] = []
    const breakOff: RequestListener = ({ method = '', socket }) => {
      sent.push(method)
      socket.destroy()
    }
    const nginx = await inFrontOf(breakOff, breakOff)
    const post = await nginx.ask('/api/auth/login', { method: 'POST', body: {} })
    expect([post.status, post.body.code]).toEqual([503, 'unavailable'])
    expect(post.headers['retry-after']).toMatch(/^\d+$/)
    expect(post.headers['strict-transport-security']).toContain('max-age=')
    expect(sent).toEqual(['POST'])
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await nginx.ask('/api/config')
    expect(sent).toEqual(['POST', 'GET', 'GET'])
  })

  test('connections to the servers are kept and used again', async () => {
    const seen = new Set<unknown>()
    const answer: RequestListener = ({ socket }, response) => {
      seen.add(socket)
      response.end('{}')
    }
    const nginx = await inFrontOf(answer, answer)
    for (let asked = 0; asked < 20; asked++) await nginx.ask('/api/config')
    expect(seen.size).toBe(2)
  })

  test('an application behind Latchkey is seen by who is signed in, and by nobody else', async () => {
    const session: RequestListener = ({ url, method, headers }, response) => {
      const isIn = url === '/api/auth/session' && headers.cookie === 'a=1' && method === 'GET'
      response.writeHead(headers.cookie === 'broken=1' ? 503 : isIn ? 200 : 401).end()
    }
    const nginx = await inFrontOf(session, session, (_, response) => response.end('report'))
    const asked = (cookie: string) => nginx.ask('/reports/1', { headers: { cookie } })
    expect((await asked('a=1')).text).toBe('report')
    const stranger = await asked('a=2')
    expect([stranger.status, stranger.headers.location]).toEqual([
      302,
      `https://${HOST}/auth/login`,
    ])
    const unsure = await asked('broken=1')
    expect([unsure.status, unsure.body.code]).toEqual([503, 'unavailable'])
    const posted = await nginx.ask('/reports/1', {
      method: 'POST',
      body: {},
      headers: { cookie: 'a=1' },
    })
    expect(posted.text).toBe('report')
  })
})

describe.skipIf(!isThere || !(await answers('PostgreSQL')))('nginx in front of two servers', () => {
  /** How long docs/deploy.md waits before the next server is restarted. */
  const PAUSE_MS = 3000
  let database: ServerDatabase
  let servers: RestartableServer[]
  let nginx: Nginx
  const folders = [aFolder(), aFolder()]
  const portOf = ({ url }: RestartableServer): number => Number(new URL(url).port)
  beforeAll(async () => {
    database = await createServerDatabase('PostgreSQL')
    const secret = randomBytes(32).toString('base64')
    const env = { DATABASE_URL: database.url, LATCHKEY_SECRET: secret, TRUST_PROXY: '127.0.0.1' }
    const [one, two] = await Promise.all(folders.map((folder) => restartableServer(folder, env)))
    if (!one || !two) throw new Error('there are two folders')
    servers = [one, two]
    for (const server of servers) {
      server.launch()
      await server.untilReady()
    }
    nginx = await startNginx([portOf(one), portOf(two)])
  })
  afterAll(async () => {
    await nginx?.stop()
    for (const server of servers ?? []) await server.stop()
    await database?.drop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('one is restarted after the other under load, and no request notices', async () => {
    let isOver = false
    const statuses = new Map<number, number>()
    const client = async (at: number): Promise<void> => {
      while (!isOver) {
        const { status } =
          at % 2 === 0
            ? await nginx.ask('/api/config')
            : await nginx.ask('/api/auth/logout', { method: 'POST', body: { refreshToken: 'x' } })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    const clients = Array.from({ length: 6 }, (_, at) => client(at))
    for (const server of servers) {
      await server.stop()
      server.launch()
      await server.untilReady()
      await wait(PAUSE_MS)
    }
    isOver = true
    await Promise.all(clients)
    expect([...statuses.keys()]).toEqual([200])
    expect(statuses.get(200)).toBeGreaterThan(200)
  })
})
