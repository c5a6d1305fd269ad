import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from './problems.ts'
import { sendFile } from './static-file.ts'

/** An id names one picture for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable'
/** What an id is made of. Not every database takes any other text as one, such as NUL. */
const AN_ID = /^[\w-]{1,64}$/

interface Picture {
  readonly id: string
  readonly webp: Uint8Array
}

/** Sends the picture of this id to whoever knows it, on pages of other origins too; else 404. */
export const sendPicture = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { id, find }: { readonly id: string; readonly find: (id: string) => Promise<Picture | null> },
) => {
  const picture = AN_ID.test(id) ? await find(id) : null
  if (!picture) return sendProblem(reply, 'not_found')
  // As a document it may do nothing, by the policy of the API.
  reply.header('cross-origin-resource-policy', 'cross-origin')
  const file = { body: Buffer.from(picture.webp), type: 'image/webp', etag: `"${picture.id}"` }
  return sendFile(request, reply, file, FOR_EVER)
}
