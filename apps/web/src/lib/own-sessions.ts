import type { sessions } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from './api.ts'

type Answer = z.infer<(typeof sessions.ownSessions.response)[200]>

/** A device on which somebody is signed in. */
export type OwnSession = Answer['sessions'][number]

const ownSessionsApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownSessions: build.query<readonly OwnSession[], void>({
      query: () => (client) => client.GET('/api/users/me/sessions'),
      transformResponse: ({ sessions }: Answer) => sessions,
      providesTags: ['Sessions'],
    }),
  }),
})

export const { useOwnSessionsQuery } = ownSessionsApi
