import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Framework, SNIPPETS } from '../apps/web/src/features/connect/snippets.ts'
import { type Account, aNewAddress, anAccount, bearer, PASSWORD } from './account.ts'
import { type Running, startProgram } from './process.ts'
import { freePort, startServer, type TestServer } from './server.ts'

/** Where the libraries are that the snippets need. */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const AUDIENCE = 'shop'
const run = promisify(execFile)

let server: TestServer
let ada: Account
beforeAll(async () => {
  server = await startServer({ env: { JWT_AUDIENCE: AUDIENCE } })
  ada = await anAccount(server)
})
afterAll(() => server.stop())

/** What the page “Connect your app” offers, filled in as its reader would. */
const snippet = (framework: Framework, file: string): string => {
  const snippets = SNIPPETS[framework]({ api: server.url, web: server.url, audience: AUDIENCE })
  const { code = '' } = snippets.find((one) => one.file === file) ?? {}
  return code.replaceAll('ada@example.com', ada.email).replaceAll('…', PASSWORD)
}
const asModule = (code: string) => ['--input-type=module', '--eval', code]

test('the program that signs in by fetch is told who that was', async () => {
  const code = snippet('curl', 'sign-in.mjs')
  const { stdout } = await run(process.execPath, asModule(code), { cwd: ROOT })
  expect(stdout.trim()).toBe(`${ada.email} [ 'user' ]`)
  const wrong = code.replace(ada.email, aNewAddress())
  await expect(run(process.execPath, asModule(wrong), { cwd: ROOT })).rejects.toThrow(
    'invalid_credentials',
  )
})

test('the back end with Fastify lets in who has a token of this server for it, and nobody else', async () => {
  const port = await freePort()
  const code = snippet('fastify', 'server.mjs').replace('port: 4000', `port: ${port}`)
  const program: Running = startProgram(process.execPath, asModule(code), { cwd: ROOT, env: {} })
  const ask = async (headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(`http://localhost:${port}/hello`, { headers })
    return { status: answer.status, body: await answer.json() }
  }
  try {
    await expect.poll(() => ask().catch(() => null), { timeout: 20_000 }).toBeTruthy()
    const hello = { id: ada.id, roles: ['user'] }
    expect(await ask(bearer(ada.accessToken))).toEqual({ status: 200, body: { hello } })
    const refused = { status: 401, body: { code: 'unauthenticated' } }
    expect(await ask()).toEqual(refused)
    const [header, payload = '', signature] = ada.accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString(
      'base64url',
    )
    expect(await ask(bearer(`${header}.${forged}.${signature}`))).toEqual(refused)
  } finally {
    program.signal('SIGTERM')
    await program.exit
  }
})
