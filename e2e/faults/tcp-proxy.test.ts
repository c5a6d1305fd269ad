import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, type TestContext, test } from 'vitest'
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts'

const LARGE = 'x'.repeat(1_000_000)
const A_WHILE_MS = 100

/** Says back what it hears, and ends when its client does. */
const anEcho = async (context: Pick<TestContext, 'onTestFinished'>): Promise<TcpProxy> => {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  await once(echo.listen(0, '127.0.0.1'), 'listening')
  const address = echo.address()
  const proxy = await tcpProxy(typeof address === 'object' && address ? address.port : 0)
  context.onTestFinished(async () => {
    await proxy.close()
    echo.close()
  })
  return proxy
}

const aClient = (proxy: TcpProxy) => {
  const socket: Socket = connect(proxy.port, '127.0.0.1')
  let heard = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  const end = new Promise<string>((resolve) => {
    socket.on('error', ({ message }) => resolve(message)).on('end', () => resolve('ended'))
  })
  return { socket, heard: () => heard, end }
}

test('a proxy passes everything, and the end after it', async (context) => {
  const client = aClient(await anEcho(context))
  client.socket.end(LARGE)
  expect(await client.end).toBe('ended')
  expect(client.heard()).toHaveLength(LARGE.length)
})

test('a proxy that hangs keeps every connection and lets through what waited', async (context) => {
  const proxy = await anEcho(context)
  const early = aClient(proxy)
  early.socket.write('one')
  await expect.poll(early.heard).toBe('one')
  await proxy.become('hang')
  const late = aClient(proxy)
  early.socket.write('two')
  late.socket.end('three')
  await wait(A_WHILE_MS)
  expect([early.heard(), late.heard()]).toEqual(['one', ''])
  await proxy.become('pass')
  await expect.poll(early.heard).toBe('onetwo')
  expect(await late.end).toBe('ended')
  expect(late.heard()).toBe('three')
  early.socket.destroy()
})

test('a proxy that refuses breaks off what is there, and takes nobody until it passes', async (context) => {
  const proxy = await anEcho(context)
  const early = aClient(proxy)
  early.socket.write('one')
  await expect.poll(early.heard).toBe('one')
  await proxy.become('refuse')
  expect(await early.end).toContain('ECONNRESET')
  expect(await aClient(proxy).end).toContain('ECONNREFUSED')
  await proxy.become('pass')
  const late = aClient(proxy)
  late.socket.end('two')
  expect(await late.end).toBe('ended')
  expect(late.heard()).toBe('two')
})

test('a proxy that cuts ends what is there and takes who comes next', async (context) => {
  const proxy = await anEcho(context)
  const early = aClient(proxy)
  early.socket.write('one')
  await expect.poll(early.heard).toBe('one')
  proxy.cut()
  expect(await early.end).toContain('ECONNRESET')
  const late = aClient(proxy)
  late.socket.end('two')
  expect(await late.end).toBe('ended')
})
