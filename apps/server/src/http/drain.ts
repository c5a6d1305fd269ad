import { Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How long readiness says no before nothing listens any more, and open connections live after that. */
const LINGER_MS = 1000
const POLL_MS = 20
/** What a request may take beside its wait for a hash; then only those are left that never end. */
const REQUEST_MARGIN_MS = 5000

/**
 * Lets the server stop without losing an accepted request. Once `begin` is called readiness says no,
 * for whoever asks; then nothing listens any more, every answer carries `Connection: close` and open
 * connections get a moment to use it; then what is in flight is finished.
 *
 * Answers say `close` no sooner, because a proxy opens a new connection for each that does: those in
 * the queue of the listener are reset when it closes, and a proxy must not repeat what they carried.
 */
export const drain = (app: FastifyInstance, longestWaitMs: number) => {
  let [isStopping, isListening] = [false, true]
  app.addHook('onSend', async (_request, reply) => {
    if (!isListening) reply.header('connection', 'close')
  })
  const openConnections = (): Promise<number> =>
    new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count ?? 0)))
  const whileConnected = async (): Promise<void> => {
    for (let waited = 0; waited < LINGER_MS; waited += POLL_MS) {
      if ((await openConnections()) === 0) return
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  return {
    isAccepting: (): boolean => !isStopping,
    async begin(): Promise<void> {
      isStopping = true
      await whileConnected()
      isListening = false
      const areClosed = stopListening(app)
      const cut = setTimeout(
        () => app.server.closeAllConnections(),
        longestWaitMs + REQUEST_MARGIN_MS,
      )
      await whileConnected()
      app.server.closeIdleConnections()
      await areClosed
      clearTimeout(cut)
      await app.close()
    },
  }
}

/**
 * Refuses new connections and resolves once the open ones are closed. An HTTP server's own `close`
 * would also cut those that carry no request at this moment: the next one may be on its way.
 */
const stopListening = (app: FastifyInstance): Promise<void> =>
  new Promise((resolve) => {
    Server.prototype.close.call(app.server, () => resolve())
  })
