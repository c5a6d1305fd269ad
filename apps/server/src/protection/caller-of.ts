import type { Caller } from '@latchkey/core'
import type { FastifyRequest } from 'fastify'
import { originOf } from '../http/request-origin.ts'
import type { Cookies } from '../session/cookies.ts'
import { networkOf } from './client-key.ts'

export type CallerOf = (request: FastifyRequest) => Caller

/** Who calls, as limits see it: the network, and the known device in its header or its cookie. */
export const callerOf =
  (cookies: Cookies): CallerOf =>
  (request) => {
    const origin = originOf(request)
    const header = request.headers['x-device-token']
    const deviceToken = typeof header === 'string' ? header : cookies.read(request, 'device')
    return { ...origin, network: networkOf(origin.ipAddress), deviceToken }
  }
