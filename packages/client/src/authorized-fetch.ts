import { begunAt } from './begun-at.ts'
import { codeOf } from './problem.ts'
import type { RenewSession } from './renew-session.ts'
import type { Fetch, Transport } from './transport.ts'

interface Deps {
  readonly transport: Transport
  readonly renew: RenewSession
  /** Told when a call shows that nobody is signed in any more. */
  readonly onEnd: () => void
  /** When somebody last signed in or out in any tab, in milliseconds since 1970. */
  readonly changedAt: () => number
  readonly now: () => number
}

/**
 * Sends a call. When its access token turns out to be over, the session is renewed and the call is
 * sent once more; the caller notices nothing. So is what was read while somebody signed in or out:
 * it may be about whoever was here before.
 */
export const authorizedFetch =
  ({ transport, renew, onEnd, changedAt, now }: Deps): Fetch =>
  async (request) => {
    const send = () => transport.send(request.clone())
    const begun = begunAt(request.url, now())
    let response = await send()
    let since = begun()
    // An instant ahead of the clock, which was set back meanwhile, tells nothing.
    if (request.method === 'GET' && changedAt() > since && changedAt() <= now()) {
      since = now()
      response = await send()
    }
    if (response.status !== 401 || (await codeOf(response)) !== 'unauthenticated') return response
    const renewal = await renew(since)
    if (renewal === 'renewed') return send()
    if (renewal === 'ended') onEnd()
    return response
  }
