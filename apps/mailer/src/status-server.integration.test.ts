import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Dependencies, startStatusServer } from './status-server.ts'

const FINE: Dependencies = { database: 'healthy', broker: 'healthy', mail: 'healthy' }

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const setup = async () => {
  const port = await freePort()
  const state = { dependencies: FINE, isStopping: false, metrics: 'outbox_pending 0\n' }
  const options = {
    host: '127.0.0.1',
    port,
    dependencies: async () => state.dependencies,
    metrics: async () => ({ type: 'text/plain; version=0.0.4', text: state.metrics }),
    isStopping: () => state.isStopping,
  }
  const server = await startStatusServer(options)
  onTestFinished(server.close)
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })
  return { state, get, options }
}

test('a worker whose database and broker answer is ready', async () => {
  const { get } = await setup()
  const answer = await get('/ready')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ready', dependencies: FINE })
})

test.each(['database', 'broker'] as const)(
  'without its %s it is alive and not ready',
  async (name) => {
    const { state, get } = await setup()
    state.dependencies = { ...FINE, [name]: 'unhealthy' }
    expect((await get('/ready')).status).toBe(503)
    expect((await get('/live')).status).toBe(200)
  },
)

test('a mail server that is away makes no worker unready', async () => {
  const { state, get } = await setup()
  state.dependencies = { ...FINE, mail: 'unhealthy' }
  const answer = await get('/ready')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ dependencies: { mail: 'unhealthy' } })
})

test('a worker that stops is alive and not ready', async () => {
  const { state, get } = await setup()
  state.isStopping = true
  expect((await get('/ready')).status).toBe(503)
  expect((await get('/live')).status).toBe(200)
})

test('metrics are told as Prometheus reads them', async () => {
  const { get } = await setup()
  const answer = await get('/metrics?name=all')
  expect(answer.headers.get('content-type')).toContain('version=0.0.4')
  expect(await answer.text()).toBe('outbox_pending 0\n')
})

test('nothing else is there, and nothing can be changed', async () => {
  const { get } = await setup()
  for (const path of ['/', '/constructor', '/__proto__', '/ready/', '//live'])
    expect((await get(path)).status).toBe(404)
  expect((await get('/live', 'POST')).status).toBe(405)
  const head = await get('/ready', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('figures that cannot be told are a failure of this answer alone', async () => {
  const { options, get } = await setup()
  options.metrics = async () => {
    throw new Error('secret')
  }
  const answer = await get('/metrics')
  expect(answer.status).toBe(500)
  expect(await answer.text()).not.toContain('secret')
  expect((await get('/live')).status).toBe(200)
})

test('a port that is taken is said, not swallowed', async () => {
  const { options } = await setup()
  await expect(startStatusServer(options)).rejects.toThrow(/EADDRINUSE/)
})
