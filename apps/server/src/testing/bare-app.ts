import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { sendProblem } from '../http/problems.ts'
import { setSecurityHeaders } from '../http/security-headers.ts'

/** A server with the headers and the schemas of ours and nothing else, for tests of one plugin. */
export const bareApp = (): FastifyInstance => {
  const app = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler<FastifyError>((error, _request, reply) =>
    sendProblem(reply, error.validation ? 'validation_failed' : 'internal_error'),
  )
  setSecurityHeaders(app, false)
  return app
}
