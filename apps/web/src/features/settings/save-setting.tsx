import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { SettingChange } from './setting-change.tsx'
import type { Setting, SettingValue } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  /** What it would become; null while what is typed is no value. */
  readonly value: SettingValue | null
  readonly isDangerous: boolean
  readonly isBusy: boolean
  readonly onSave: (value: SettingValue) => Promise<boolean>
}

/** The button that saves a setting. Where that has a consequence it asks first. */
export const SaveSetting = ({ setting, value, isDangerous, isBusy, onSave }: Props) => {
  const { t } = useTranslation(['settings', 'ui'])
  const { nameOf } = useSettingWords()
  const name = nameOf(setting.key)
  const button = (
    <Button type="submit" isBusy={isBusy} aria-label={t('saveOf', { name })}>
      {t('ui:save')}
    </Button>
  )
  if (!isDangerous || value === null) return button
  return (
    <Confirm
      trigger={button}
      title={t('confirm.title', { name })}
      action={t('confirm.action')}
      onConfirm={() => onSave(value)}
    >
      <SettingChange setting={setting} to={value} />
      <p className="mt-2">{t(`danger.${setting.key}`)}</p>
    </Confirm>
  )
}
