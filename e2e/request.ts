import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'

/** What the tests read in an answer's JSON. */
export interface Body {
  readonly success?: boolean
  readonly message?: string
  readonly type?: string
  readonly title?: string
  readonly status?: number | string
  readonly detail?: string
  readonly instance?: string
  readonly code?: string
  readonly requestId?: string
  readonly errors?: readonly { path: string; code: string; message: string }[]
  readonly user?: Readonly<Record<string, unknown>> & { id: string; email: string }
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly deviceToken?: string
  readonly registrationToken?: string
  readonly otpToken?: string
  readonly tokenType?: string
  readonly expiresIn?: number
  readonly expiresAt?: string
  readonly sid?: string
  readonly sub?: string
  readonly active?: boolean
  readonly keys?: readonly (JsonWebKey & { readonly kid: string })[]
}

interface JsonWebKey {
  readonly kty: string
  readonly crv: string
  readonly x: string
  readonly y: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Every `Set-Cookie` as it came. */
  readonly cookies: readonly string[]
  readonly text: string
  /** The JSON; empty when it is none. */
  readonly body: Body
}

export interface Request {
  readonly method?: string
  /** JSON, or the very text when it is a string. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly agent?: Agent
}

export const anAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: 256 })

/** Sends a request with the path exactly as written: nothing normalises it on the way. */
export const send = (
  origin: string,
  path: string,
  { method = 'GET', body, headers = {}, agent }: Request = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const { hostname, port } = new URL(origin)
    const isJson = text !== undefined && headers['content-type'] === undefined
    const request = httpRequest({
      host: hostname,
      port,
      method,
      path,
      agent,
      headers: {
        ...(isJson && { 'content-type': 'application/json' }),
        ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }),
        ...headers,
      },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const received = Buffer.concat(chunks).toString()
        const { statusCode = 0, headers: answered } = response
        const cookies = answered['set-cookie'] ?? []
        const json = parseBody(received)
        resolve({ status: statusCode, headers: answered, cookies, text: received, body: json })
      })
    })
    request.end(text)
  })

const parseBody = (text: string): Body => {
  try {
    return JSON.parse(text) as Body
  } catch {
    return {}
  }
}
