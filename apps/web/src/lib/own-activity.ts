import type { ownData } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from './api.ts'
import { byCursor } from './by-cursor.ts'

type Answer = z.infer<(typeof ownData.ownActivity.response)[200]>

/** Something that was recorded about whoever is signed in. */
export type OwnEvent = Answer['events'][number]

const PAGE = 25

const ownActivityApi = api.injectEndpoints({
  endpoints: (build) => ({
    ownActivity: build.infiniteQuery<Answer, void, string | null>({
      infiniteQueryOptions: byCursor,
      query:
        ({ pageParam: cursor }) =>
        (client) =>
          client.GET('/api/users/me/activity', {
            params: { query: cursor === null ? { limit: PAGE } : { limit: PAGE, cursor } },
          }),
      providesTags: ['Activity'],
    }),
  }),
})

/** What was recorded, newest first, page by page; asked for anew whenever it is shown. */
export const useOwnActivity = () => {
  const query = ownActivityApi.useOwnActivityInfiniteQuery(undefined, {
    refetchOnMountOrArgChange: true,
  })
  const data = query.data?.pages.flatMap(({ events }) => events)
  return { ...query, data, currentData: data }
}
