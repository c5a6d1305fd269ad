import type { FastifyInstance } from 'fastify'

/** Idle keep-alive connections get this long to send one more request and learn that we stop. */
const LINGER_MS = 1000
const POLL_MS = 20
/** What a request may take beside its wait for a hash; then only those are left that never end. */
const REQUEST_MARGIN_MS = 5000

/**
 * Lets the server stop without losing an accepted request: once `begin` is called, readiness says
 * no and every answer carries `Connection: close`; open connections get a moment to use it; then
 * the listener closes and what is in flight is finished.
 */
export const drain = (app: FastifyInstance, longestWaitMs: number) => {
  let isStopping = false
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close')
  })
  const openConnections = (): Promise<number> =>
    new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count ?? 0)))
  return {
    isAccepting: (): boolean => !isStopping,
    async begin(): Promise<void> {
      isStopping = true
      for (let waited = 0; waited < LINGER_MS; waited += POLL_MS) {
        if ((await openConnections()) === 0) break
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
      const cut = setTimeout(
        () => app.server.closeAllConnections(),
        longestWaitMs + REQUEST_MARGIN_MS,
      )
      await app.close()
      clearTimeout(cut)
    },
  }
}
