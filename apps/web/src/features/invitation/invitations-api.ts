import type { invitations } from '@latchkey/contract'
import type * as z from 'zod'
import { api, invalidates } from '../../lib/api.ts'
import { at, byCursor } from '../../lib/by-cursor.ts'

type ListOfInvitations = z.output<(typeof invitations.list)['schema']['response'][200]>
export type Invitation = ListOfInvitations['invitations'][number]
type Guest = Pick<Invitation, 'email' | 'firstName' | 'lastName' | 'locale' | 'roles'>

/** Who is invited. */
export const invitationsApi = api.injectEndpoints({
  endpoints: (build) => ({
    invitations: build.infiniteQuery<ListOfInvitations, void, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ pageParam }) =>
        (client) =>
          client.GET('/api/admin/invitations', { params: { query: at(pageParam) } }),
      providesTags: ['Invitations'],
    }),
    invite: build.mutation<unknown, Guest>({
      query: (guest) => (client) =>
        client.POST('/api/admin/users', { body: { ...guest, roles: [...guest.roles] } }),
      invalidatesTags: invalidates('Invitations', 'Audit', 'Mail'),
    }),
    withdraw: build.mutation<unknown, string>({
      query: (id) => (client) =>
        client.DELETE('/api/admin/invitations/{id}', { params: { path: { id } } }),
      invalidatesTags: invalidates('Invitations', 'Audit'),
    }),
  }),
})
