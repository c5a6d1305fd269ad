import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const MAX_UPLOAD_BYTES = 2 * 1024 * 1024
/** One file, and no more of a form around it than a form needs. */
const LIMITS = { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 5, fieldSize: 1000, parts: 6 }
/** What it is called counts for nothing: what is in it does. */
const ANY_IMAGE = /^(?:image\/|application\/octet-stream\b)/i

const NOTHING = new Uint8Array()

/** Makes the routes of this scope take images, and nothing else: no other route takes anything but JSON. */
export const takeImages = async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  const options = { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES } as const
  app.addContentTypeParser(ANY_IMAGE, options, (_request, body, done) => done(null, body))
  await app.register(multipart, { limits: LIMITS })
}

/** The image as the body, or as the file of a form; empty when there is none. */
export const uploadIn = (request: FastifyRequest): Promise<Uint8Array> | Uint8Array => {
  if (request.isMultipart()) return fileIn(request)
  return request.body instanceof Uint8Array ? request.body : NOTHING
}

const fileIn = async (request: FastifyRequest): Promise<Uint8Array> => {
  try {
    const part = await request.file()
    return part ? await part.toBuffer() : NOTHING
  } catch (error) {
    // The parser throws plain errors about a form that is broken or cut off.
    if (error instanceof Error && 'statusCode' in error) throw error
    return NOTHING
  }
}
