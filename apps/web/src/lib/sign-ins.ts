import { skipToken } from '@reduxjs/toolkit/query'
import { api } from './api.ts'
import { isOther, type OwnSession, type SignIn } from './other-sign-in.ts'
import { usePermissions } from './use-permissions.ts'

const signInsApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownSession: build.query<OwnSession, void>({
      query: () => (client) => client.GET('/api/auth/session'),
    }),
    /**
     * When somebody last signed in other than by this session, of the last hundred sign-ins: another
     * user, or this one since the session began. Null before.
     */
    lastOtherSignIn: build.query<string | null, OwnSession>({
      query: () => (client) =>
        client.GET('/api/admin/audit-logs', {
          params: { query: { action: 'authn_login_success', limit: 100 } },
        }),
      transformResponse: ({ events }: { readonly events: readonly SignIn[] }, _meta, own) =>
        events.find((event) => isOther(event, own))?.at ?? null,
    }),
  }),
})

const { useOwnSessionQuery, useLastOtherSignInQuery } = signInsApi

/** Whether an app, or anybody at all, signs people in here: told alike wherever it is asked. */
export const useLastOtherSignIn = (pollingInterval = 0): string | null => {
  const { may } = usePermissions()
  const { data: own } = useOwnSessionQuery()
  const { data = null } = useLastOtherSignInQuery(own && may('audit:read') ? own : skipToken, {
    pollingInterval,
    skipPollingIfUnfocused: true,
    refetchOnMountOrArgChange: true,
  })
  return data
}
