import type { admin } from '@latchkey/contract'
import type * as z from 'zod'
import { api, invalidates } from '../../lib/api.ts'
import { at, byCursor } from '../../lib/by-cursor.ts'

type ListOfUsers = z.output<(typeof admin.listUsers)['schema']['response'][200]>
export type ManagedUser = ListOfUsers['users'][number]
type Profile = Pick<ManagedUser, 'firstName' | 'lastName' | 'username' | 'phone' | 'locale'>
/** What is done to a user without saying more. */
export type UserAct = 'disable' | 'enable' | 'unlock' | 'send-reset'

/** Which users of the list, in what order. */
export interface UserWish {
  readonly search?: string
  readonly role?: string
  readonly disabled?: 'true' | 'false'
  readonly createdAfter?: string
  readonly createdBefore?: string
  readonly sort?: 'createdAt' | 'email'
  readonly order?: 'asc' | 'desc'
}

/** The user a call is about. */
export const path = (id: string) => ({ params: { path: { id } } })
/** What is asked again when something was done to a user. */
export const ABOUT_USER = ['Users', 'Audit'] as const

/** Users, and what is done to them. */
export const usersApi = api.injectEndpoints({
  endpoints: (build) => ({
    users: build.infiniteQuery<ListOfUsers, UserWish, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ queryArg, pageParam }) =>
        (client) =>
          client.GET('/api/admin/users', {
            params: { query: { ...queryArg, ...at(pageParam), limit: 50 } },
          }),
      providesTags: ['Users'],
    }),
    user: build.query<ManagedUser, string>({
      query: (id) => (client) => client.GET('/api/admin/users/{id}', path(id)),
      transformResponse: ({ user }: { readonly user: ManagedUser }) => user,
      providesTags: ['Users'],
    }),
    changeUser: build.mutation<unknown, { readonly id: string; readonly wish: Partial<Profile> }>({
      query:
        ({ id, wish }) =>
        (client) =>
          client.PATCH('/api/admin/users/{id}', { ...path(id), body: wish }),
      invalidatesTags: invalidates(...ABOUT_USER),
    }),
    changeRoles: build.mutation<unknown, { readonly id: string; readonly roles: string[] }>({
      query:
        ({ id, roles }) =>
        (client) =>
          client.PUT('/api/admin/users/{id}/roles', { ...path(id), body: { roles } }),
      invalidatesTags: invalidates(...ABOUT_USER, 'Me'),
    }),
    actOnUser: build.mutation<unknown, { readonly id: string; readonly act: UserAct }>({
      query:
        ({ id, act }) =>
        (client) =>
          client.POST(`/api/admin/users/{id}/${act}`, path(id)),
      invalidatesTags: invalidates(...ABOUT_USER, 'Sessions', 'Mail'),
    }),
    deleteUser: build.mutation<unknown, string>({
      query: (id) => (client) => client.DELETE('/api/admin/users/{id}', path(id)),
      invalidatesTags: invalidates('Audit', 'Mail'),
    }),
  }),
})
