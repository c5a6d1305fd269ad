import type { doctor } from '@latchkey/contract'
import type * as z from 'zod'
import { api } from '../../lib/api.ts'

type Answer = z.output<(typeof doctor.examine)['schema']['response'][200]>

export type Examination = Pick<Answer, 'at' | 'findings'>
export type Finding = Answer['findings'][number]

const doctorApi = api.injectEndpoints({
  endpoints: (build) => ({
    examination: build.query<Examination, void>({
      query: () => (client) => client.GET('/api/admin/doctor'),
      keepUnusedDataFor: 0,
    }),
  }),
})

export const { useExaminationQuery } = doctorApi
