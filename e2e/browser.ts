import type { Answer, Request } from './request.ts'
import type { TestServer } from './server.ts'

/** One cookie as a browser keeps it. */
export interface Cookie {
  readonly name: string
  readonly value: string
  /** In lower case: `httponly`, `path=/`, … */
  readonly attributes: readonly string[]
}

export const parseCookie = (line: string): Cookie => {
  const [pair = '', ...attributes] = line.split(/; */)
  const at = pair.indexOf('=')
  const lower = attributes.map((attribute) => attribute.toLowerCase())
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes: lower }
}

const pathOf = ({ attributes }: Cookie): string =>
  attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/'

const isWithin = (path: string, cookiePath: string): boolean =>
  cookiePath === '/' || path === cookiePath || path.startsWith(`${cookiePath}/`)

/** A page of the web app: keeps cookies, asks for cookie delivery, comes from the same origin. */
export const aBrowser = (server: TestServer) => {
  const jar = new Map<string, Cookie>()
  const cookieHeader = (path: string): string =>
    [...jar.values()]
      .filter((cookie) => isWithin(path, pathOf(cookie)))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')

  const keep = (answer: Answer): Answer => {
    for (const cookie of answer.cookies.map(parseCookie))
      if (cookie.attributes.includes('max-age=0')) jar.delete(cookie.name)
      else jar.set(cookie.name, cookie)
    return answer
  }
  const send = async (path: string, { headers, ...request }: Request = {}): Promise<Answer> => {
    const cookie = cookieHeader(path)
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' }
    const wanted = { 'x-token-delivery': 'cookie', ...(cookie !== '' && { cookie }) }
    return keep(
      await server.request(path, { ...request, headers: { ...own, ...wanted, ...headers } }),
    )
  }
  return {
    jar,
    cookieHeader,
    send,
    post: (path: string, body?: unknown, headers: Request['headers'] = {}) =>
      send(path, { method: 'POST', body, headers }),
    get: (path: string) => send(path),
  }
}
