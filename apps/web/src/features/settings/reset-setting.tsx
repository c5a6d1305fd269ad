import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { SettingChange } from './setting-change.tsx'
import { isDangerous } from './setting-dangers.ts'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly onReset: () => Promise<boolean>
}

/** Gives a setting its default, after asking. */
export const ResetSetting = ({ setting, onReset }: Props) => {
  const { t } = useTranslation('settings')
  const { nameOf } = useSettingWords()
  const { key, value } = setting
  const name = nameOf(key)
  return (
    <Confirm
      trigger={
        <Button look="link" className="text-sm" aria-label={t('resetOf', { name })}>
          {t('reset')}
        </Button>
      }
      title={t('resetTitle', { name })}
      action={t('reset')}
      onConfirm={onReset}
    >
      <SettingChange setting={setting} to={setting.default} />
      {isDangerous(key, setting.default, value) && <p className="mt-2">{t(`danger.${key}`)}</p>}
    </Confirm>
  )
}
