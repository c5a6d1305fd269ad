import { begunAt } from './begun-at.ts'
import { codeOf } from './problem.ts'
import type { RenewSession } from './renew-session.ts'
import type { Fetch, Transport } from './transport.ts'

interface Deps {
  readonly transport: Transport
  readonly renew: RenewSession
  /** Told when a call shows that nobody is signed in any more. */
  readonly onEnd: () => void
  readonly now: () => number
}

/**
 * Sends a call. When its access token turns out to be over, the session is renewed and the call is
 * sent once more; the caller notices nothing.
 */
export const authorizedFetch =
  ({ transport, renew, onEnd, now }: Deps): Fetch =>
  async (request) => {
    const begun = begunAt(request.url, now())
    const again = request.clone()
    const response = await transport.send(request)
    if (response.status !== 401 || (await codeOf(response)) !== 'unauthenticated') return response
    const renewal = await renew(begun())
    if (renewal === 'renewed') return transport.send(again)
    if (renewal === 'ended') onEnd()
    return response
  }
