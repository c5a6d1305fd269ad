import { api } from './api.ts'

interface Event {
  readonly id: string
  readonly at: string
  readonly sessionId: string | null
  readonly userId: string | null
}

interface OwnSession {
  readonly sid: string
  readonly authTime: string
}

const signInsApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownSession: build.query<OwnSession, void>({
      query: () => (client) => client.GET('/api/auth/session'),
    }),
    /** When somebody last signed in by another session than this one, since it began; null before. */
    lastOtherSignIn: build.query<string | null, OwnSession>({
      query:
        ({ authTime }) =>
        (client) =>
          client.GET('/api/admin/audit-logs', {
            params: { query: { action: 'authn_login_success', from: authTime, limit: 10 } },
          }),
      transformResponse: ({ events }: { readonly events: readonly Event[] }, _meta, { sid }) =>
        events.find(({ sessionId }) => sessionId !== sid)?.at ?? null,
    }),
    /** Whether somebody other than this user is among the last hundred sign-ins. */
    hasOtherSignedIn: build.query<boolean, string>({
      query: () => (client) =>
        client.GET('/api/admin/audit-logs', {
          params: { query: { action: 'authn_login_success', limit: 100 } },
        }),
      transformResponse: ({ events }: { readonly events: readonly Event[] }, _meta, own) =>
        events.some(({ userId }) => userId !== null && userId !== own),
    }),
  }),
})

export const { useOwnSessionQuery, useLastOtherSignInQuery, useHasOtherSignedInQuery } = signInsApi
