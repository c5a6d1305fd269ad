import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { problemBody } from './problems.ts'

const STATUS_BY_NODE_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** The newest request of a connection, and its answer. */
const underWay = new WeakMap<Socket, { request: IncomingMessage; answer: ServerResponse }>()

/** Bytes that are no HTTP request: a problem all the same, then the connection ends. */
export const refuseGarbage = (error: NodeJS.ErrnoException, socket: Socket): void => {
  const { request, answer } = underWay.get(socket) ?? {}
  // What stands behind a whole request must not take its answer: that one is finished first.
  if (request?.complete && answer && !answer.writableFinished)
    return void answer.once('finish', () => socket.destroySoon())
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = STATUS_BY_NODE_CODE[error.code ?? ''] ?? 400
  const { head, body } = problemOf(status)
  socket.end(`HTTP/1.1 ${status} Refused\r\n${head.join('\r\n')}\r\n\r\n${body}`)
}

/** Remembers what is under way, and refuses expectations we do not meet (RFC 9110 §10.1.1). */
export const watchConnections = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    underWay.set(request.socket, { request: request.raw, answer: reply.raw })
    done()
  })
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { head, body } = problemOf(417)
    const headers = head.map((line) => line.split(': ') as [string, string])
    response.writeHead(417, Object.fromEntries(headers)).end(body)
  })
}

const problemOf = (status: number) => {
  const code = status === 408 ? 'request_timeout' : 'validation_failed'
  const requestId = randomUUID()
  const body = JSON.stringify({ ...problemBody(code, { path: '', requestId }), status })
  const head = [
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'; sandbox",
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  return { head, body }
}
