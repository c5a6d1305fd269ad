import type { FastifyInstance } from 'fastify'

/** Listens on any port and tells the parent which one it is; ends with the parent. */
export const listenForParent = async (app: FastifyInstance): Promise<void> => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
  process.once('disconnect', () => process.exit())
}
