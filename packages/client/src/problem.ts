import type { components } from './generated/api.ts'

/** What every refused or failed call answers (RFC 9457); branch on `code`. */
export type Problem = components['schemas']['Problem']

/** The answer of a server that cannot be reached, in the form of all others. */
export const unreachable = (): Response => {
  const detail = 'The server cannot be reached. Check the connection and try again.'
  const problem = {
    type: 'about:blank',
    title: 'Unreachable',
    status: 503,
    detail,
    instance: '',
    success: false,
    code: 'unavailable',
    message: detail,
    requestId: '',
  } satisfies Problem
  return Response.json(problem, {
    status: 503,
    headers: { 'content-type': 'application/problem+json' },
  })
}

/** The code of a refused answer, whose body stays unread; null when it has none. */
export const codeOf = async (response: Response): Promise<string | null> => {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const hasCode = typeof body === 'object' && body !== null && 'code' in body
  return hasCode && typeof body.code === 'string' ? body.code : null
}
