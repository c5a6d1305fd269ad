import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { finishOpenApi, type OpenApiDocument } from './finish-openapi.ts'
import { API_TEXT } from './openapi-text.ts'
import { registerStandInRoutes } from './stand-in-routes.ts'

/** The OpenAPI 3.1 document of the given routes; nothing listens and nothing is called. */
export const openApiDocument = async (
  registerRoutes: (app: FastifyInstance) => void = registerStandInRoutes,
): Promise<OpenApiDocument> => {
  const app = Fastify({ exposeHeadRoutes: false })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(fastifySwagger, {
    openapi: API_TEXT,
    convertConstToEnum: false,
    hideUntagged: true,
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  registerRoutes(app)
  await app.ready()
  const document: Parameters<typeof finishOpenApi>[0] = JSON.parse(JSON.stringify(app.swagger()))
  await app.close()
  return finishOpenApi(document)
}

/** The document as it is committed. */
export const openApiText = async (): Promise<string> =>
  `${JSON.stringify(await openApiDocument(), null, 2)}\n`
