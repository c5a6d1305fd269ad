import { api, invalidates } from '../../lib/api.ts'
import type { Role } from '../../lib/roles.ts'

/** What is done to roles. */
export const rolesApi = api.injectEndpoints({
  endpoints: (build) => ({
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
