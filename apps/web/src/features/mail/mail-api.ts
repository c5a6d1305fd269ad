import type { adminMail } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from '../../lib/api.ts'
import { at, byCursor } from '../../lib/by-cursor.ts'
import type { MailFilter } from './mail-filter.ts'

type Answer = z.output<(typeof adminMail.list)['schema']['response'][200]>

export type MailPage = Pick<Answer, 'messages' | 'nextCursor'>
export type Mail = Answer['messages'][number]

const MOST = 100
const REFRESH_MS = 15_000

const mailApi = api.injectEndpoints({
  endpoints: (build) => ({
    mails: build.infiniteQuery<MailPage, MailFilter, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ queryArg, pageParam }) =>
        (client) =>
          client.GET('/api/admin/mail', {
            params: { query: { ...queryArg, ...at(pageParam) } },
          }),
      providesTags: ['Mail'],
    }),
    mailsIn: build.query<MailPage, 'queued' | 'deferred'>({
      query: (state) => (client) =>
        client.GET('/api/admin/mail', { params: { query: { state, limit: MOST } } }),
      providesTags: ['Mail'],
    }),
    retryMail: build.mutation<unknown, string>({
      query: (id) => (client) =>
        client.POST('/api/admin/mail/{id}/retry', { params: { path: { id } } }),
      // A refusal tells that the list is out of date.
      invalidatesTags: ['Mail', 'Statistics'],
    }),
  }),
})

const followed = {
  pollingInterval: REFRESH_MS,
  skipPollingIfUnfocused: true,
  refetchOnFocus: true,
  refetchOnMountOrArgChange: true,
}

/** The mails that the filter means, followed while they are seen. */
export const useMails = (filter: MailFilter) => mailApi.useMailsInfiniteQuery(filter, followed)

/** The newest mails that stand there. */
export const useMailsIn = (state: 'queued' | 'deferred') =>
  mailApi.useMailsInQuery(state, followed).data

export const { useRetryMailMutation } = mailApi
