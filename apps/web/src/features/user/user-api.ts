import type { User } from '@latchkey/client'
import { api, invalidates } from '../../lib/api.ts'
import { latchkey } from '../../lib/latchkey.ts'

interface OneUser {
  readonly user: User
}

type Details = Pick<User, 'firstName' | 'lastName' | 'username' | 'phone' | 'locale'>

/** What is shown of somebody everywhere follows what they change here. */
const showAnew = async (_: unknown, { queryFulfilled }: { queryFulfilled: Promise<unknown> }) => {
  const isDone = await queryFulfilled.then(
    () => true,
    () => false,
  )
  if (isDone) await latchkey.load()
}

const userApi = api.injectEndpoints({
  endpoints: (build) => ({
    changeProfile: build.mutation<OneUser, Details>({
      query: (body) => (client) => client.PATCH('/api/users/me', { body }),
      invalidatesTags: invalidates('Me', 'Users'),
      onQueryStarted: showAnew,
    }),
    uploadPicture: build.mutation<OneUser, File>({
      query: (file) => (client) =>
        client.PUT('/api/users/me/avatar', {
          body: '',
          bodySerializer: () => file,
          headers: { 'content-type': file.type },
        }),
      invalidatesTags: invalidates('Me', 'Users'),
      onQueryStarted: showAnew,
    }),
    removePicture: build.mutation<OneUser, void>({
      query: () => (client) => client.DELETE('/api/users/me/avatar'),
      invalidatesTags: invalidates('Me', 'Users'),
      onQueryStarted: showAnew,
    }),
  }),
})

export const { useChangeProfileMutation, useUploadPictureMutation, useRemovePictureMutation } =
  userApi
