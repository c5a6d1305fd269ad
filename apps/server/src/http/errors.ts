import type { ProblemCode } from '@latchkey/contract'
import { DependencyUnavailable } from '@latchkey/core'
import { isOutOfReach } from '@latchkey/sql'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { sendProblem } from './problems.ts'

/** What Fastify refuses before a handler runs, by its error code. */
const BY_FASTIFY_CODE: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'validation_failed',
  FST_REQ_FILE_TOO_LARGE: 'payload_too_large',
  FST_PARTS_LIMIT: 'payload_too_large',
  FST_FILES_LIMIT: 'payload_too_large',
  FST_FIELDS_LIMIT: 'payload_too_large',
  FST_ERR_BAD_URL: 'validation_failed',
}

const fieldErrors = (error: unknown) =>
  hasZodFastifySchemaValidationErrors(error)
    ? error.validation.map(({ instancePath, keyword, message = 'is not valid' }) => ({
        path: instancePath.slice(1).replaceAll('/', '.'),
        code: keyword,
        message,
      }))
    : []

const answer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
  const code = BY_FASTIFY_CODE[error.code]
  if (code) return sendProblem(reply, code)
  const status = error.statusCode ?? 500
  if (error.validation !== undefined || (status >= 400 && status < 500))
    return sendProblem(reply, 'validation_failed', { errors: fieldErrors(error) })
  request.log.error({ err: error }, 'request failed')
  const isPassing = error instanceof DependencyUnavailable || isOutOfReach(error)
  return sendProblem(reply, isPassing ? 'unavailable' : 'internal_error')
}

/** Every thrown error becomes a problem: no stack, SQL or value of the request is in it. */
export const handleErrors = (app: FastifyInstance): void => {
  app.setErrorHandler<FastifyError>(answer)
}
