import type { statistics } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from '../../lib/api.ts'

type Answer = z.output<(typeof statistics.showStatistics)['schema']['response'][200]>

export type Figures = Pick<Answer, 'at' | 'activeSessions' | 'users' | 'days' | 'mailQueue'>
export type Day = Answer['days'][number]

const figuresApi = api.injectEndpoints({
  endpoints: (build) => ({
    figures: build.query<Figures, number>({
      query: (days) => (client) => client.GET('/api/admin/stats', { params: { query: { days } } }),
      providesTags: ['Statistics'],
    }),
  }),
})

const REFRESH_MS = 30_000

/** The figures of the last so many days, asked for again every 30 seconds while they are seen. */
export const useFigures = (days: number) =>
  figuresApi.useFiguresQuery(days, {
    pollingInterval: REFRESH_MS,
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
    refetchOnMountOrArgChange: true,
  })
