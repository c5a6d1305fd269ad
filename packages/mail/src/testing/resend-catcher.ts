import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A mail as Resend's API takes it. */
export interface ResentMail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

/** What Resend answers instead of taking a mail. */
export interface ResendRefusal {
  readonly statusCode: number
  readonly name: string
  readonly message: string
}

interface CatcherOptions {
  readonly apiKey?: string
  /** The answer to one mail: null takes it; a promise may stay open for ever. */
  readonly reply?: (mail: ResentMail) => ResendRefusal | null | Promise<ResendRefusal | null>
  /** What `GET /domains` answers to the right key; null: the list. */
  readonly domains?: ResendRefusal | null
}

/** Resend as its documentation describes it, on loopback, and what it took. */
export interface ResendCatcher {
  readonly url: string
  readonly taken: readonly ResentMail[]
  /** Requests that carried the right key. */
  heard(): number
  close(): Promise<void>
}

const problem = (statusCode: number, name: string, message: string): ResendRefusal => ({
  statusCode,
  name,
  message,
})
const OTHER_PAYLOAD = problem(
  409,
  'invalid_idempotent_request',
  'Same idempotency key used with a different request payload.',
)
const IN_PROGRESS = problem(
  409,
  'concurrent_idempotent_requests',
  'Same idempotency key used while original request is still in progress.',
)

const answer = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Starts one: checks the key, takes mails and sends a repeat with the same idempotency key once. */
export const resendCatcher = async (options: CatcherOptions = {}): Promise<ResendCatcher> => {
  const { apiKey = 're_test', reply = () => null, domains = null } = options
  const taken: ResentMail[] = []
  const known = new Map<string, { readonly payload: string; id: string | null }>()
  let heard = 0

  const take = async (key: string, mail: ResentMail): Promise<ResendRefusal | { id: string }> => {
    const payload = JSON.stringify(mail)
    const before = known.get(key)
    if (before && before.payload !== payload) return OTHER_PAYLOAD
    if (before) return before.id === null ? IN_PROGRESS : { id: before.id }
    known.set(key, { payload, id: null })
    const refusal = await reply(mail)
    if (refusal) known.delete(key)
    else {
      taken.push(mail)
      known.set(key, { payload, id: `resend-${taken.length}` })
    }
    return refusal ?? { id: `resend-${taken.length}` }
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { authorization, 'idempotency-key': key } = request.headers
    if (authorization !== `Bearer ${apiKey}`)
      return answer(response, 403, problem(403, 'invalid_api_key', 'API key is invalid.'))
    heard += 1
    if (request.url?.startsWith('/domains'))
      return answer(response, domains?.statusCode ?? 200, domains ?? { object: 'list', data: [] })
    if (request.url !== '/emails')
      return answer(response, 404, problem(404, 'not_found', 'The endpoint does not exist.'))
    const outcome = await take(String(key), (await json(request)) as ResentMail)
    return answer(response, 'statusCode' in outcome ? outcome.statusCode : 200, outcome)
  }

  const server = createServer((request, response) => void serve(request, response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    heard: () => heard,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
