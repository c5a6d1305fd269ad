import type { Api, Problem } from '@latchkey/client'
import { type BaseQueryFn, createApi } from '@reduxjs/toolkit/query/react'
import { latchkey } from './latchkey.ts'

interface Result<Data> {
  readonly data?: Data
  readonly error?: Problem
}

type Call = (api: Api) => Promise<Result<unknown>>

/**
 * What is asked again when a call has changed something; a refused one has not. For
 * `invalidatesTags`.
 */
export const invalidates =
  <Tag extends string>(...tags: readonly Tag[]) =>
  (_result: unknown, error: unknown): readonly Tag[] =>
    error ? [] : tags

const sendByClient: BaseQueryFn<Call, unknown, Problem> = async (call) => {
  const { data, error } = await call(latchkey.api)
  return error ? { error } : { data: data ?? null }
}

/**
 * What signed-in pages have asked the server, kept until it changes. Features add their calls by
 * `injectEndpoints`; every call goes through the client, which renews the session unseen.
 */
export const api = createApi({
  baseQuery: sendByClient,
  refetchOnReconnect: true,
  tagTypes: [
    'Activity',
    'Audit',
    'Invitations',
    'Mail',
    'Me',
    'Roles',
    'Sessions',
    'Settings',
    'Statistics',
    'Users',
  ],
  endpoints: () => ({}),
})
