import type { adminSettings } from '@latchkey/contract'
import type * as z from 'zod'
import { api, invalidates } from '../../lib/api.ts'
import { renewConfig } from '../../lib/config.ts'

type Settings = z.infer<(typeof adminSettings.list.schema.response)[200]>
type Changed = z.infer<(typeof adminSettings.change.schema.response)[200]>
type History = z.infer<(typeof adminSettings.history.schema.response)[200]>

/** A setting as an administrator sees it. */
export type Setting = Settings['settings'][number]
export type SettingValue = Setting['value']
/** A value that a setting has, or had. */
export type SettingVersion = History['history'][number]

interface Change {
  readonly key: string
  readonly value: SettingValue
  readonly expectedVersion: number
}

/** What the server answered; null when it refused. */
const settled = (answer: Promise<{ readonly data: Changed }>): Promise<Setting | null> =>
  answer.then(
    ({ data }) => data.setting,
    () => null,
  )

/** The list with the setting as it is now, shown before the whole list is asked for again. */
const withChange =
  (changed: Setting) =>
  (settings: readonly Setting[]): Setting[] =>
    settings.map((one) => (one.key === changed.key ? changed : one))

const settingsApi = api.injectEndpoints({
  endpoints: (build) => ({
    settings: build.query<readonly Setting[], void>({
      query: () => (client) => client.GET('/api/admin/settings'),
      transformResponse: ({ settings }: Settings) => settings,
      providesTags: ['Settings'],
    }),
    settingHistory: build.query<readonly SettingVersion[], string>({
      query: (key) => (client) =>
        client.GET('/api/admin/settings/{key}/history', { params: { path: { key } } }),
      transformResponse: ({ history }: History) => history,
      providesTags: ['Settings'],
    }),
    changeSetting: build.mutation<Changed, Change>({
      query:
        ({ key, ...body }) =>
        (client) =>
          client.PUT('/api/admin/settings/{key}', { params: { path: { key } }, body }),
      // What somebody else chose meanwhile is shown.
      invalidatesTags: (_result, error) =>
        error && error.code !== 'setting_outdated' ? [] : ['Settings', 'Audit'],
      onQueryStarted: async (_wish, { dispatch, queryFulfilled }) => {
        const changed = await settled(queryFulfilled)
        if (!changed) return
        dispatch(settingsApi.util.updateQueryData('settings', undefined, withChange(changed)))
        await renewConfig()
      },
    }),
    rollBackSetting: build.mutation<Changed, { readonly key: string; readonly version: number }>({
      query:
        ({ key, version }) =>
        (client) =>
          client.POST('/api/admin/settings/{key}/rollback', {
            params: { path: { key } },
            body: { version },
          }),
      invalidatesTags: invalidates('Settings', 'Audit'),
      onQueryStarted: async (_wish, { dispatch, queryFulfilled }) => {
        const changed = await settled(queryFulfilled)
        if (!changed) return
        dispatch(settingsApi.util.updateQueryData('settings', undefined, withChange(changed)))
        await renewConfig()
      },
    }),
  }),
})

export const {
  useSettingsQuery,
  useSettingHistoryQuery,
  useChangeSettingMutation,
  useRollBackSettingMutation,
} = settingsApi
