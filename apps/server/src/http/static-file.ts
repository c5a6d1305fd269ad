import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyReply, FastifyRequest } from 'fastify'

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

/** A file as it is sent. */
export interface StaticFile {
  readonly body: string | Buffer
  readonly type: string
  readonly etag: string
}

/** A file of the type that `name` ends in; its tag follows from its bytes. */
export const fileOf = (name: string, body: string | Buffer): StaticFile => ({
  body,
  type: TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
})

/** A file beside the source, read once, when it is first asked for. */
export const fileOnce = (url: URL): (() => StaticFile) => {
  let file: StaticFile | undefined
  return () => {
    file ??= fileOf(url.pathname, readFileSync(url, 'utf8'))
    return file
  }
}

/** Quotes are part of a tag, so it stands in the list or it does not; nothing is taken apart. */
const knows = (request: FastifyRequest, etag: string): boolean => {
  const tags = request.headers['if-none-match'] ?? ''
  return tags.trim() === '*' || tags.includes(etag)
}

/** Answers with a file, or 304 when the caller has it (RFC 9110 §13.1.2). */
export const sendFile = (
  request: FastifyRequest,
  reply: FastifyReply,
  { body, type, etag }: StaticFile,
  cacheControl = 'no-cache',
) => {
  reply.headers({ etag, 'cache-control': cacheControl })
  return knows(request, etag) ? reply.code(304).send() : reply.type(type).send(body)
}
