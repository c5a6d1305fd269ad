import { useTranslation } from 'react-i18next'
import { Person } from '../../ui/person.tsx'
import { When } from '../../ui/when.tsx'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

/** The default of a setting, its key, and who changed it last. */
export const SettingFacts = ({ setting }: { readonly setting: Setting }) => {
  const { t } = useTranslation('settings')
  const { valueText } = useSettingWords()
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm text-quiet">
      <div className="flex gap-1.5">
        <dt>{t('default')}</dt>
        <dd className="text-ink">{valueText(setting, setting.default)}</dd>
      </div>
      {setting.updatedAt && (
        <div className="flex flex-wrap gap-x-1.5">
          <dt>{t('changedBy')}</dt>
          <dd>
            {setting.updatedBy ? <Person id={setting.updatedBy} /> : t('console')}
            {', '}
            <When at={setting.updatedAt} />
          </dd>
        </div>
      )}
      <div className="flex gap-1.5">
        <dt>{t('key')}</dt>
        <dd>
          <code className="text-xs break-all">{setting.key}</code>
        </dd>
      </div>
    </dl>
  )
}
