import { api, invalidates } from '../../lib/api.ts'

const sessionApi = api.injectEndpoints({
  endpoints: (build) => ({
    endSession: build.mutation<unknown, string>({
      query: (id) => (client) =>
        client.DELETE('/api/users/me/sessions/{id}', { params: { path: { id } } }),
      invalidatesTags: invalidates('Sessions', 'Activity'),
    }),
    endOtherSessions: build.mutation<unknown, void>({
      query: () => (client) => client.DELETE('/api/users/me/sessions'),
      invalidatesTags: invalidates('Sessions', 'Activity'),
    }),
  }),
})

export const { useEndSessionMutation, useEndOtherSessionsMutation } = sessionApi
