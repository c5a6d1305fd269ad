import type { admin } from '@latchkey/contract'
import type * as z from 'zod'
import { api, invalidates } from '../../lib/api.ts'

type ListOfRoles = z.output<(typeof admin.listRoles)['schema']['response'][200]>
export type Role = ListOfRoles['roles'][number]
export type PermissionItem = ListOfRoles['permissions'][number]

/** The roles, and everything that one can allow. */
export const rolesApi = api.injectEndpoints({
  endpoints: (build) => ({
    roles: build.query<ListOfRoles, void>({
      query: () => (client) => client.GET('/api/admin/roles'),
      providesTags: ['Roles'],
    }),
    addRole: build.mutation<unknown, Omit<Role, 'builtIn'>>({
      query: (role) => (client) =>
        client.POST('/api/admin/roles', { body: { ...role, permissions: [...role.permissions] } }),
      invalidatesTags: invalidates('Roles', 'Audit'),
    }),
    changeRole: build.mutation<unknown, Omit<Role, 'builtIn'>>({
      query:
        ({ name, description, permissions }) =>
        (client) =>
          client.PATCH('/api/admin/roles/{name}', {
            params: { path: { name } },
            body: { description, permissions: [...permissions] },
          }),
      invalidatesTags: invalidates('Roles', 'Audit'),
    }),
    removeRole: build.mutation<unknown, string>({
      query: (name) => (client) =>
        client.DELETE('/api/admin/roles/{name}', { params: { path: { name } } }),
      invalidatesTags: invalidates('Roles', 'Audit'),
    }),
  }),
})
