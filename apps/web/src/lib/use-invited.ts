import type { invitations } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from './api.ts'
import { usePermissions } from './use-permissions.ts'

type Answer = z.output<(typeof invitations.list)['schema']['response'][200]>

const invitedApi = api.injectEndpoints({
  endpoints: (build) => ({
    invited: build.query<Answer['invitations'], void>({
      query: () => (client) =>
        client.GET('/api/admin/invitations', { params: { query: { limit: 100 } } }),
      transformResponse: (answer: Answer) => answer.invitations,
      providesTags: ['Invitations'],
    }),
  }),
})

/** The address of an invitation that waits, of the hundred newest, for those who may see it. */
export const useInvited = (id: string): string | null => {
  const { may } = usePermissions()
  const { data } = invitedApi.useInvitedQuery(undefined, { skip: !may('users:read') })
  return data?.find((invitation) => invitation.id === id)?.email ?? null
}
