import createClient, { type Client } from 'openapi-fetch'
import { authCalls } from './auth-calls.ts'
import { authorizedFetch } from './authorized-fetch.ts'
import type { paths } from './generated/api.ts'
import { renewSession } from './renew-session.ts'
import { type Session, sessionState } from './session.ts'
import { browserTabs, noTabs, type TabNews } from './tabs.ts'
import { memoryTokens, type TokenStore } from './tokens.ts'
import { bodyTransport, cookieTransport, type Fetch } from './transport.ts'

export interface LatchkeyOptions {
  /** The origin of the API; in a browser the page's own unless given. */
  readonly baseUrl?: string
  /**
   * How tokens travel: in cookies that no script can read, which is for web pages, or in bodies,
   * which is for every other program. What the program is decides unless it is given.
   */
  readonly delivery?: 'cookie' | 'body'
  /** Keeps tokens of `body` delivery; in memory unless given. */
  readonly tokens?: TokenStore
  readonly fetch?: Fetch
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Every call of the API, typed by its path: `api.GET('/api/users/me/sessions')`. None ever throws. */
export type Api = Client<paths>

const isBrowser = (): boolean => 'document' in globalThis

/** The page's own origin; only a web page has a location. */
const ownOrigin = (): string =>
  new URL(String(Reflect.get(globalThis, 'location') ?? 'http://localhost:3000')).origin

/**
 * A client of one Latchkey server. Calls resolve to `{ data, error }`: either one is there, and
 * `error.code` says what went wrong. A session that has to be renewed is, unseen and once for all
 * calls and all tabs.
 */
export const createLatchkey = ({
  baseUrl = ownOrigin(),
  delivery = isBrowser() ? 'cookie' : 'body',
  tokens = memoryTokens(),
  fetch = (request) => globalThis.fetch(request),
  now = Date.now,
}: LatchkeyOptions = {}) => {
  const tabs = isBrowser() && delivery === 'cookie' ? browserTabs() : noTabs()
  const transport = delivery === 'cookie' ? cookieTransport(fetch) : bodyTransport(fetch, tokens)
  const renew = renewSession({ transport, tabs, now, url: `${baseUrl}/api/auth/refresh-token` })
  const state = sessionState()

  const endHere = () => {
    transport.forget()
    state.write({ status: 'signed_out' })
  }
  const onEnd = () => {
    const wasSignedIn = state.read().status === 'signed_in'
    endHere()
    if (wasSignedIn) change('signed_out')
  }
  const change = (news: TabNews) => {
    tabs.note('changed', now())
    tabs.tell(news)
  }
  const api: Api = createClient<paths>({
    baseUrl,
    fetch: authorizedFetch({
      transport,
      renew,
      onEnd,
      changedAt: () => tabs.lastAt('changed'),
      now,
    }),
  })
  const calls = authCalls(api, {
    read: state.read,
    write: state.write,
    end: () => {
      endHere()
      change('signed_out')
    },
    begin: (user) => {
      state.write({ status: 'signed_in', user })
      change('signed_in')
    },
  })
  const hear = (news: TabNews): void => {
    if (news === 'signed_out') endHere()
    else void calls.load()
  }
  tabs.listen(hear)
  const session: Session = { read: state.read, subscribe: state.subscribe }
  return { api, session, ...calls }
}

export type Latchkey = ReturnType<typeof createLatchkey>
