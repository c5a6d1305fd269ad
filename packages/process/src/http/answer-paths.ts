import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Listening } from '../config/config.ts'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** What answers to GET and HEAD, by its path. */
export type Paths = Readonly<Record<string, () => Promise<Answer>>>

const problem = (status: number, text: string): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify({ status: text }),
})

/**
 * Answers for orchestrators and Prometheus on a port of their own, beside the API or without one:
 * 404 for every other path, 405 for other methods, 500 for an answer that rejects. Rejects when the
 * port cannot be listened on.
 */
export const answerPaths = async (
  { host, port }: Listening,
  paths: Paths,
): Promise<{ close(): Promise<void> }> => {
  const answerTo = async ({ method, url = '' }: IncomingMessage): Promise<Answer> => {
    const path = url.replace(/\?.*$/s, '')
    const answer = Object.hasOwn(paths, path) ? paths[path] : undefined
    if (!answer) return problem(404, 'not found')
    if (method !== 'GET' && method !== 'HEAD') return problem(405, 'only GET')
    return answer()
  }
  const server = createServer((request, response) => {
    answerTo(request).then(
      (answer) => send(request, response, answer),
      () => send(request, response, problem(500, 'failed')),
    )
  })
  await once(server.listen(port, host), 'listening')
  return {
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const send = ({ method }: IncomingMessage, response: ServerResponse, answer: Answer): void => {
  const { status, type, body } = answer
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(method === 'HEAD' ? undefined : body)
}
