import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findProgram } from './faults/own-service.ts'
import { steadyPort } from './faults/steady-port.ts'
import type { Answer, Request } from './request.ts'

const DEPLOY = fileURLToPath(new URL('../deploy/', import.meta.url))
/** The host that deploy/nginx/host.conf names. */
export const HOST = 'auth.example.com'
const POLL_MS = 20

/** Whether nginx is installed; under `CI=true` it must be. */
export const hasNginx = (): boolean => findProgram('nginx') !== null

/** An nginx with the configuration of deploy/nginx, but for ports, upstreams and certificate. */
export interface Nginx {
  readonly httpPort: number
  readonly httpsPort: number
  /** The authority of its certificate. */
  readonly authority: string
  /** Asks by https; from another address of this machine when one is named. */
  ask(path: string, request?: Request & { readonly localAddress?: string }): Promise<Answer>
  stop(): Promise<void>
}

const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(file, change(readFileSync(file, 'utf8')))

/** A copy of the configuration on ports of the test's own. */
const aCopy = (
  folder: string,
  ports: Readonly<Record<string, number>>,
  upstreams: readonly number[],
) => {
  cpSync(DEPLOY, folder, { recursive: true, filter: (path) => !path.endsWith('/secrets') })
  execFileSync('sh', [join(folder, 'make-secrets.sh'), HOST], { stdio: 'pipe' })
  const file = (name: string): string => join(folder, 'nginx', name)
  edit(file('nginx.conf'), (text) =>
    text
      .replace('/dev/stdout', join(folder, 'access.log'))
      .replaceAll('/tmp/latchkey-nginx', join(folder, 'run'))
      .replace('worker_processes auto', 'worker_processes 1'),
  )
  edit(file('tls.conf'), (text) => text.replaceAll('/run/secrets', join(folder, 'secrets')))
  edit(file('latchkey.conf'), (text) =>
    text
      .replace(/listen (80|443)\b/g, (_, port) => `listen 127.0.0.1:${ports[port]}`)
      .replace('127.0.0.1:8081', `127.0.0.1:${ports['8081']}`)
      .replace('# include examples/', 'include examples/'),
  )
  edit(file('examples/protected-app.conf'), (text) =>
    text.replace('127.0.0.1:4000', `127.0.0.1:${ports['4000'] ?? 4000}`),
  )
  edit(file('upstreams.conf'), (text) => {
    const [first, second] = upstreams
    return text
      .replace('172.30.77.11:3000', `127.0.0.1:${first}`)
      .replace('172.30.77.12:3000', `127.0.0.1:${second}`)
  })
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })

/** Starts nginx in front of two ports, and of an application on a third. */
export const startNginx = async (
  upstreams: readonly [number, number],
  appPort?: number,
): Promise<Nginx> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-front-'))
  // Started by root, nginx serves as somebody else.
  chmodSync(folder, 0o755)
  const [httpPort, httpsPort, status] = [await steadyPort(), await steadyPort(), await steadyPort()]
  const ports = { 80: httpPort, 443: httpsPort, 8081: status, ...(appPort && { 4000: appPort }) }
  aCopy(folder, ports, upstreams)
  const configuration = join(folder, 'nginx', 'nginx.conf')
  const nginx = spawn('nginx', ['-c', configuration, '-g', 'daemon off;'], { stdio: 'pipe' })
  let errors = ''
  nginx.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const hasEnded = new Promise<void>((resolve) => nginx.once('exit', () => resolve()))
  while (!(await isListening(httpsPort))) {
    if (nginx.exitCode !== null) throw new Error(`nginx did not start:\n${errors}`)
    await wait(POLL_MS)
  }
  const authority = readFileSync(join(folder, 'secrets', 'extra_ca'), 'utf8')
  return {
    httpPort,
    httpsPort,
    authority,
    ask: (path, request) => askByHttps(httpsPort, authority, path, request),
    async stop() {
      nginx.kill('SIGTERM')
      await hasEnded
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const askByHttps = (
  port: number,
  ca: string,
  path: string,
  { method = 'GET', body, headers = {}, localAddress }: Request & { localAddress?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const request = httpsRequest({
      ...{ host: '127.0.0.1', port, ca, servername: HOST, method, path, agent: false },
      ...(localAddress && { localAddress }),
      headers: {
        host: HOST,
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }),
        ...headers,
      },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      let received = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        received += chunk
      })
      response.on('error', reject)
      response.on('end', () => resolve(answerOf(response.statusCode, response.headers, received)))
    })
    request.end(text)
  })

const answerOf = (status = 0, headers: IncomingHttpHeaders, text: string): Answer => {
  const isJson = /json/.test(headers['content-type'] ?? '')
  const body = isJson && text !== '' ? JSON.parse(text) : {}
  return { status, headers, cookies: headers['set-cookie'] ?? [], text, body }
}
