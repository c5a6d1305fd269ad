import type { User } from '@latchkey/client'
import { api } from './api.ts'

/** What the server knows about whoever is signed in. */
export interface OwnAccount {
  readonly user: User
  readonly hasPassword: boolean
  /** An address that was asked for in this session and waits for its code. */
  readonly emailChange: { readonly email: string; readonly expiresAt: string } | null
}

const ownAccountApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownAccount: build.query<OwnAccount, void>({
      query: () => (client) => client.GET('/api/users/me'),
      providesTags: ['Me'],
    }),
  }),
})

export const { useOwnAccountQuery } = ownAccountApi
