import type { audit } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from '../../lib/api.ts'
import { at, byCursor } from '../../lib/by-cursor.ts'
import type { AuditFilter } from './audit-filter.ts'

type Page = z.infer<
  (typeof audit.listEvents.schema.response)[200]['content']['application/json']['schema']
>
type Chain = z.infer<(typeof audit.showChain.schema.response)[200]>

/** An event as whoever may read the audit log sees it. */
export type AuditEvent = Page['events'][number]

const auditApi = api.injectEndpoints({
  endpoints: (build) => ({
    auditEvents: build.infiniteQuery<Page, AuditFilter, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ queryArg, pageParam }) =>
        (client) =>
          client.GET('/api/admin/audit-logs', {
            params: { query: { ...queryArg, ...at(pageParam) } },
          }),
      providesTags: ['Audit'],
    }),
    auditChain: build.query<Chain['chain'], void>({
      query: () => (client) => client.GET('/api/admin/audit-logs/chain'),
      transformResponse: ({ chain }: Chain) => chain,
      providesTags: ['Audit'],
    }),
  }),
})

export const { useAuditEventsInfiniteQuery, useAuditChainQuery } = auditApi
