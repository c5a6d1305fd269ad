import { readFileSync } from 'node:fs'
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { PAGE_POLICY } from './security-headers.ts'
import { fileOf, fileOnce, type StaticFile, sendFile } from './static-file.ts'

interface Deps {
  /** Where the API is reached: the `servers` of the document. */
  readonly publicUrl: string
}

/** Scalar sets styles at run time; scripts stay ours alone, and nothing is fetched from elsewhere. */
const DOCS_POLICY = PAGE_POLICY.replace(
  "style-src 'self'",
  "style-src 'self' 'unsafe-inline';font-src 'self' data:",
)

/** The document as the contract commits it, with this installation's address. */
const readDocument = (publicUrl: string): StaticFile => {
  const url = new URL(import.meta.resolve('@latchkey/contract/openapi.json'))
  const document: { servers: unknown } = JSON.parse(readFileSync(url, 'utf8'))
  return fileOf('openapi.json', JSON.stringify({ ...document, servers: [{ url: publicUrl }] }))
}

/**
 * Scalar's browser bundle, 4 MB of text that only its Fastify plugin hands out: the plugin is
 * imported when somebody first asks, into an instance of its own, so a start pays nothing for it.
 */
const readBundle = async (): Promise<StaticFile> => {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const host = Fastify()
  await host.register(scalar, { routePrefix: '/docs', configuration: { url: 'unused' } })
  const { body } = await host.inject('/docs/js/scalar.js')
  await host.close()
  return fileOf('scalar.js', body)
}

/** The API's document and a page to read and try it. Registered only when API docs are on. */
export const docsRoutes =
  ({ publicUrl }: Deps): FastifyPluginAsync =>
  async (app) => {
    let document: StaticFile | undefined
    app.get('/api/openapi.json', async (request, reply) => {
      document ??= readDocument(publicUrl)
      return sendFile(request, reply, document, 'public, max-age=300')
    })

    let bundle: Promise<StaticFile> | undefined
    app.get('/api/docs/scalar.js', async (request, reply) => {
      bundle ??= readBundle()
      return sendFile(request, reply, await bundle, 'public, max-age=3600')
    })
    servePage(app)
  }

const servePage = (app: FastifyInstance): void => {
  const page = fileOnce(new URL('./static/docs.html', import.meta.url))
  app.get('/api/docs', async (request, reply) =>
    sendFile(request, reply.header('content-security-policy', DOCS_POLICY), page()),
  )
  for (const name of ['docs.js', 'docs.svg']) {
    const file = fileOnce(new URL(`./static/${name}`, import.meta.url))
    app.get(`/api/docs/${name}`, async (request, reply) => sendFile(request, reply, file()))
  }
}
