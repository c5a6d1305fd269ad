import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { findSettings } from './find-settings.ts'
import { SettingGroup } from './setting-group.tsx'
import { useSettingsQuery } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

/** Every setting that may change while the servers run, to find, change and take back. */
export const Settings = () => {
  const { t } = useTranslation('settings')
  const { nameOf, aboutOf } = useSettingWords()
  const { may } = usePermissions()
  const settings = useSettingsQuery(undefined, { refetchOnMountOrArgChange: true })
  const [search, setSearch] = useState('')
  const mayChange = may('settings:write')
  return (
    <Page
      title={t('settings.title')}
      lead={mayChange ? t('settings.lead') : t('settings.readOnly')}
    >
      <TextField
        type="search"
        label={t('settings.search')}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <Loaded of={settings} lines={9}>
        {(all) => {
          const groups = findSettings(all, search, (one) => `${nameOf(one.key)} ${aboutOf(one)}`)
          const count = groups.flatMap((group) => group.settings).length
          return (
            <>
              <p role="status" className="sr-only">
                {search && t('settings.found', { count })}
              </p>
              {groups.map((group) => (
                <SettingGroup key={group.name} {...group} mayChange={mayChange} />
              ))}
              {count === 0 && <Empty title={t('settings.none')}>{t('settings.noneLead')}</Empty>}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
