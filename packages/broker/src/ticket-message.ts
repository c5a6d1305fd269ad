import type { MessageTicket } from '@latchkey/core'

/** The version of what we publish; a consumer understands no other. */
const VERSION = 1
const MAX_BYTES = 1_024
/** Ids and tickets as we make them: fit for a log, and for a column. */
const WORD = /^[\w.:-]{1,64}$/

export const CONTENT_TYPE = 'application/json'
export const MESSAGE_TYPE = 'latchkey.ticket'

/** What is published for a message. */
export const encodeTicket = ({ messageId, ticket }: MessageTicket): Buffer =>
  Buffer.from(JSON.stringify({ v: VERSION, messageId, ticket }))

export type Decoded =
  | { readonly ok: true; readonly ticket: MessageTicket }
  /** `reason` holds nothing of the content. */
  | { readonly ok: false; readonly reason: string }

const poison = (reason: string): Decoded => ({ ok: false, reason })

/** Reads what arrived; anybody who may write to the queue may have written it. */
export const decodeTicket = (content: Buffer): Decoded => {
  if (content.length > MAX_BYTES) return poison(`larger than ${MAX_BYTES} bytes`)
  const body = parse(content)
  if (typeof body !== 'object' || body === null) return poison('not a JSON object')
  const { v, messageId, ticket } = body as Readonly<Record<string, unknown>>
  if (v !== VERSION) return poison(`not version ${VERSION}`)
  if (!isWord(messageId)) return poison('messageId is missing or wrong')
  if (!isWord(ticket)) return poison('ticket is missing or wrong')
  return { ok: true, ticket: { messageId, ticket } }
}

const isWord = (value: unknown): value is string => typeof value === 'string' && WORD.test(value)

const parse = (content: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    return undefined
  }
}
