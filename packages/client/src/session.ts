import type { components } from './generated/api.ts'

export type User = components['schemas']['User']

/** Who is signed in. `unreachable`: the server did not say, so nothing is known. */
export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'signed_in'; readonly user: User }
  | { readonly status: 'signed_out' }
  | { readonly status: 'unreachable' }

/** Who is signed in, for whoever wants to be told when that changes. */
export interface Session {
  read(): SessionState
  /** Calls `listener` after every change; the function that comes back ends it. */
  subscribe(listener: () => void): () => void
}

export interface WritableSession extends Session {
  write(state: SessionState): void
}

export const sessionState = (): WritableSession => {
  let state: SessionState = { status: 'loading' }
  const listeners = new Set<() => void>()
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    write: (next) => {
      state = next
      for (const listener of listeners) listener()
    },
  }
}
