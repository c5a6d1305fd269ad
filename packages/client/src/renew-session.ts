import { codeOf } from './problem.ts'
import type { Tabs } from './tabs.ts'
import type { Transport } from './transport.ts'

/** `ended`: there is no session any more. `failed`: nobody knows, since the server did not say. */
export type Renewal = 'renewed' | 'ended' | 'failed'

interface Deps {
  readonly transport: Transport
  readonly tabs: Tabs
  readonly url: string
  readonly now: () => number
}

/**
 * Renews the session once for everybody who needs it: calls that fail together wait for the same
 * renewal, and of several tabs one does it for all.
 */
export const renewSession = ({ transport, tabs, url, now }: Deps) => {
  const ask = async (): Promise<Renewal> => {
    const request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transport.renewal()),
    })
    const response = await transport.send(request)
    if (response.ok) {
      tabs.note('renewed', now())
      return 'renewed'
    }
    return (await codeOf(response)) === 'invalid_refresh_token' ? 'ended' : 'failed'
  }
  /** `since`: when the call was sent that was refused; a renewal after that was made for it too. */
  return (since: number): Promise<Renewal> =>
    tabs.alone(async () => {
      const renewedAt = tabs.lastAt('renewed')
      // An instant ahead of the clock, which was set back meanwhile, tells nothing.
      return renewedAt > since && renewedAt <= now() ? 'renewed' : await ask()
    })
}

export type RenewSession = ReturnType<typeof renewSession>
