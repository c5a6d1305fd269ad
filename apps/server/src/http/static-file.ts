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
  readonly body: string
  readonly type: string
  readonly etag: string
}

/** A text as a file of the type that `name` ends in; its tag follows from its bytes. */
export const textFile = (name: string, body: string): StaticFile => ({
  body,
  type: TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
})

/** A file beside the source, read once, when it is first asked for; `edit` may complete its text. */
export const fileOnce = (url: URL, edit = (text: string): string => text): (() => StaticFile) => {
  let file: StaticFile | undefined
  return () => {
    file ??= textFile(url.pathname, edit(readFileSync(url, 'utf8')))
    return file
  }
}

const knows = (request: FastifyRequest, etag: string): boolean =>
  (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)

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
