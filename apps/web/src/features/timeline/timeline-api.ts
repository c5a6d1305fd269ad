import type { adminMail, audit } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from '../../lib/api.ts'
import { at, byCursor } from '../../lib/by-cursor.ts'

type EventPage = z.output<
  (typeof audit.listEvents)['schema']['response'][200]['content']['application/json']['schema']
>
export type UserEvent = EventPage['events'][number]
type MailPage = z.output<(typeof adminMail.list)['schema']['response'][200]>
export type MailRecord = MailPage['messages'][number]

interface Wish {
  readonly userId: string
  readonly onlyFailures: boolean
}

/** What was recorded about one user, and what became of the mails to them. */
export const timelineApi = api.injectEndpoints({
  endpoints: (build) => ({
    timelineOf: build.infiniteQuery<EventPage, Wish, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ queryArg: { userId, onlyFailures }, pageParam }) =>
        (client) =>
          client.GET('/api/admin/audit-logs', {
            params: {
              query: {
                userId,
                ...(onlyFailures && { success: 'false' as const }),
                ...at(pageParam),
                limit: 50,
              },
            },
          }),
      providesTags: ['Audit'],
    }),
    mailsTo: build.query<readonly MailRecord[], string>({
      query: (to) => (client) =>
        client.GET('/api/admin/mail', { params: { query: { to, limit: 100 } } }),
      transformResponse: ({ messages }: MailPage) => messages,
      providesTags: ['Mail'],
    }),
  }),
})
