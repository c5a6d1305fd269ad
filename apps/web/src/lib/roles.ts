import type { admin } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from './api.ts'

type ListOfRoles = z.output<(typeof admin.listRoles)['schema']['response'][200]>
export type Role = ListOfRoles['roles'][number]
export type PermissionItem = ListOfRoles['permissions'][number]

const rolesApi = api.injectEndpoints({
  endpoints: (build) => ({
    roles: build.query<ListOfRoles, void>({
      query: () => (client) => client.GET('/api/admin/roles'),
      providesTags: ['Roles'],
    }),
  }),
})

/** The roles, and everything that one can allow. */
export const { useRolesQuery } = rolesApi
