import { expect, test } from 'vitest'
import { aNewAddress, anAccount, bearer, login, PASSWORD } from './account.ts'
import { type Answer, anAgent, send } from './request.ts'
import { startServer, type TestServer } from './server.ts'

const CONNECTIONS = 200
/** More than there are threads. */
const LOGINS = 5

/** Asks on one connection after the other's answer, until the server says that it closes. */
const askUntilClosed = async (ask: () => Promise<Answer>): Promise<Answer[]> => {
  const answers: Answer[] = []
  do answers.push(await ask())
  while (answers.at(-1)?.headers.connection !== 'close')
  return answers
}

const originOf = ({ port }: TestServer): string => `http://127.0.0.1:${port}`

test('200 busy connections: every request is answered while the server stops', async () => {
  const server = await startServer({ env: { LOG_LEVEL: 'warn' } })
  const { accessToken } = await anAccount(server)
  const clients = Array.from({ length: CONNECTIONS }, async () => {
    const agent = anAgent()
    const options = { agent, headers: bearer(accessToken) }
    const answers = await askUntilClosed(() => send(originOf(server), '/api/auth/me', options))
    agent.destroy()
    return answers
  })
  await new Promise((resolve) => setTimeout(resolve, 500))
  const stopped = server.stop()
  const answers = (await Promise.all(clients)).flat()
  expect(answers.length).toBeGreaterThan(CONNECTIONS)
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(await stopped).toEqual({ code: 0, signal: null })
  expect(server.faults()).toEqual([])
})

test('logins that are being hashed when SIGTERM comes are answered, and count', async () => {
  const server = await startServer({ env: { HASH_MAX_WAIT_MS: '30000' } })
  const account = await anAccount(server)
  const logins = Array.from({ length: LOGINS }, () => login(server, account))
  const registered = aNewAddress()
  const person = { email: registered, password: PASSWORD, username: 'ada' }
  const signUp = server.post('/api/auth/register', person)
  const { promise: isUnderWay, resolve: goOn } = Promise.withResolvers<void>()
  void Promise.race(logins).then(() => goOn())
  await isUnderWay
  const agent = anAgent()
  await send(originOf(server), '/api/health/live', { agent })
  process.kill(server.pid, 'SIGTERM')
  const statuses = (await Promise.all(logins)).map(({ status }) => status)
  expect(statuses).toEqual(Array.from({ length: LOGINS }, () => 200))
  expect((await signUp).status).toBe(202)
  agent.destroy()
  expect(await server.exit).toEqual({ code: 0, signal: null })
  const [{ sessions } = {}] = server.rows('select count(*) as sessions from sessions')
  expect(sessions).toBe(1 + LOGINS)
  const [{ staged } = {}] = server.rows('select count(*) as staged from pre_registrations')
  expect(staged).toBe(1)
  await server.stop()
})

/** Asks over new connections for as long as there is anybody to take them. */
const untilRefused = async (server: TestServer): Promise<Answer[]> => {
  const answers: Answer[] = []
  for (;;) {
    const agent = anAgent()
    const answer = await send(originOf(server), '/api/health/ready', { agent }).catch(() => null)
    agent.destroy()
    if (answer === null) return answers
    answers.push(answer)
  }
}

test('readiness says no first, then nobody is let in, and open connections learn of the end', async () => {
  const server = await startServer()
  const idle = anAgent()
  const live = () => send(originOf(server), '/api/health/live', { agent: idle })
  await live()
  process.kill(server.pid, 'SIGTERM')
  const answers = await untilRefused(server)
  const first = answers.find(({ status }) => status === 503)
  expect(first?.headers.connection).toBe('keep-alive')
  expect(first?.headers['retry-after']).toMatch(/^\d+$/)
  const answer = await live()
  expect([answer.status, answer.headers.connection]).toEqual([200, 'close'])
  expect(await server.exit).toEqual({ code: 0, signal: null })
  idle.destroy()
  await server.stop()
})

test('a request on a connection opened before the end is answered, though it comes after', async () => {
  const server = await startServer()
  const { connect } = await import('node:net')
  const socket = connect(server.port, '127.0.0.1').setEncoding('latin1')
  const received: string[] = []
  socket.on('data', (text: string) => received.push(text))
  await new Promise((resolve) => socket.once('connect', resolve))
  process.kill(server.pid, 'SIGTERM')
  await untilRefused(server)
  const isClosed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n')
  await isClosed
  expect(received.join('')).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(await server.exit).toEqual({ code: 0, signal: null })
  await server.stop()
})

test('a client that never finishes its request cannot hold the server open', async () => {
  const server = await startServer()
  const { connect } = await import('node:net')
  const socket = connect(server.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(
    'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  const begun = performance.now()
  expect(await server.stop()).toEqual({ code: 0, signal: null })
  expect(performance.now() - begun).toBeLessThan(15_000)
  socket.destroy()
})

test('SIGINT stops as gently as SIGTERM', async () => {
  const server = await startServer()
  process.kill(server.pid, 'SIGINT')
  expect(await server.exit).toEqual({ code: 0, signal: null })
  await server.stop()
})
