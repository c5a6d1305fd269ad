import type { sessions } from '@latchkey/contract'
import type * as z from 'zod'
import { api, invalidates } from '../../lib/api.ts'
import { ABOUT_USER, path } from './users-api.ts'

type ListOfSessions = z.output<(typeof sessions.sessionsOf)['schema']['response'][200]>
export type UserSession = ListOfSessions['sessions'][number]

/** Where users are signed in. */
export const sessionsApi = api.injectEndpoints({
  endpoints: (build) => ({
    sessionsOf: build.query<readonly UserSession[], string>({
      query: (id) => (client) => client.GET('/api/admin/users/{id}/sessions', path(id)),
      transformResponse: ({ sessions }: ListOfSessions) => sessions,
      providesTags: ['Sessions', 'Users'],
    }),
    endSessionOf: build.mutation<unknown, { readonly id: string; readonly sessionId: string }>({
      query:
        ({ id, sessionId }) =>
        (client) =>
          client.DELETE('/api/admin/users/{id}/sessions/{sessionId}', {
            params: { path: { id, sessionId } },
          }),
      invalidatesTags: invalidates(...ABOUT_USER, 'Sessions'),
    }),
    endSessionsOf: build.mutation<unknown, string>({
      query: (id) => (client) => client.DELETE('/api/admin/users/{id}/sessions', path(id)),
      invalidatesTags: invalidates(...ABOUT_USER, 'Sessions'),
    }),
  }),
})
