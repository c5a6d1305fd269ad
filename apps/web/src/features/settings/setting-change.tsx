import { useTranslation } from 'react-i18next'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly to: unknown
}

/** What a setting is now, and what it would become. */
export const SettingChange = ({ setting, to }: Props) => {
  const { t } = useTranslation('settings')
  const { valueText } = useSettingWords()
  return (
    <p className="text-ink">
      {t('fromTo', { from: valueText(setting, setting.value), to: valueText(setting, to) })}
    </p>
  )
}
