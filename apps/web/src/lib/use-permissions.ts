import { api } from './api.ts'

const permissionsApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownPermissions: build.query<readonly string[], void>({
      query: () => (client) => client.GET('/api/users/me/permissions'),
      transformResponse: ({ permissions }: { readonly permissions: readonly string[] }) =>
        permissions,
      providesTags: ['Me', 'Roles'],
    }),
  }),
})

/** What the signed-in user may do to others, to show no more than that. The server decides. */
export const usePermissions = () => {
  const query = permissionsApi.useOwnPermissionsQuery(undefined)
  const { data, isLoading } = query
  return {
    query,
    isLoading,
    may: (permission: string): boolean => data?.includes(permission) ?? false,
  }
}
