import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { SettingEditor } from './setting-editor.tsx'
import { SettingFacts } from './setting-facts.tsx'
import { SettingHistory } from './setting-history.tsx'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly mayChange: boolean
}

/** One setting: what it does, what it is, and how it came to be so. */
export const SettingRow = ({ setting, mayChange }: Props) => {
  const { t } = useTranslation('settings')
  const { nameOf, aboutOf, valueText } = useSettingWords()
  const name = nameOf(setting.key)
  const isOpen = mayChange && setting.editable
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 py-6 first:pt-0 last:pb-0 xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="grid content-start gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-medium">{name}</h3>
          {setting.value !== setting.default && setting.editable && <Badge>{t('changed')}</Badge>}
          {!setting.editable && <Badge>{t('fixed')}</Badge>}
        </div>
        <p className="max-w-prose text-sm text-quiet">{aboutOf(setting)}</p>
        <SettingFacts setting={setting} />
      </div>
      <div>
        {isOpen ? (
          <SettingEditor setting={setting} />
        ) : (
          <p className="font-medium">{valueText(setting, setting.value)}</p>
        )}
        {!setting.editable && <p className="text-sm text-quiet">{t('fixedWhy')}</p>}
      </div>
      {setting.version > 0 && (
        <div className="min-w-0 xl:col-span-2">
          <Disclosure label={t('history.show')} of={name}>
            <SettingHistory setting={setting} mayChange={isOpen} />
          </Disclosure>
        </div>
      )}
    </li>
  )
}
