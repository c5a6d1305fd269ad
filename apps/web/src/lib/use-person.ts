import type { admin } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from './api.ts'

type Answer = z.infer<(typeof admin.findUser.schema.response)[200]>

const personApi = api.injectEndpoints({
  endpoints: (build) => ({
    person: build.query<Answer['user'], string>({
      query: (id) => (client) => client.GET('/api/admin/users/{id}', { params: { path: { id } } }),
      transformResponse: ({ user }: Answer) => user,
      providesTags: ['Users'],
      keepUnusedDataFor: 600,
    }),
  }),
})

/** Somebody by their id, for those who may see users. */
export const usePerson = personApi.usePersonQuery
