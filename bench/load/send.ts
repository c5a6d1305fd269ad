import { type Agent, request } from 'node:http'
import type { Shot } from './plans.ts'

export interface Answer {
  readonly status: number
  readonly retryAfterSeconds: number
}

/** The shot with every `{n}` of its body replaced, for what must be new each time. */
export const numbered = (shot: Shot, n: number): Shot =>
  shot.body === undefined ? shot : { ...shot, body: shot.body.replaceAll('{n}', String(n)) }

/** Sends one request and reads the answer to its end. */
export const send = (agent: Agent, port: number, shot: Shot): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body = shot.body === undefined ? undefined : Buffer.from(shot.body)
    const headers = {
      ...shot.headers,
      ...(body && { 'content-type': 'application/json', 'content-length': body.length }),
    }
    const { method, path } = shot
    const call = request({ agent, host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume().on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          retryAfterSeconds: Number(answer.headers['retry-after'] ?? 0),
        }),
      )
    })
    call.on('error', reject).end(body)
  })
