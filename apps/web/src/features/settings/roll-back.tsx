import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { problemText } from '../../lib/problem-text.ts'
import { tell, tellBad } from '../../lib/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { SettingChange } from './setting-change.tsx'
import { isDangerous } from './setting-dangers.ts'
import {
  type Setting,
  type SettingValue,
  type SettingVersion,
  useRollBackSettingMutation,
} from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly version: SettingVersion
}

/** Gives a setting the value of an earlier version, after asking. */
export const RollBack = ({ setting, version: { version, value } }: Props) => {
  const { t } = useTranslation('settings')
  const { nameOf, valueText } = useSettingWords()
  const [rollBack] = useRollBackSettingMutation()
  const { key } = setting
  const confirm = async (): Promise<boolean> => {
    const { error } = await rollBack({ key, version })
    const problem = error as Problem | undefined
    // Only the bounds of today can be in the way of a value that was taken once.
    if (problem) tellBad(problem.errors ? t('history.outOfBounds') : problemText(problem))
    else tell(t('saved', { name: nameOf(key) }))
    return problem === undefined
  }
  return (
    <Confirm
      trigger={
        <Button
          look="link"
          className="text-sm"
          aria-label={t('history.useOf', { value: valueText(setting, value), version })}
        >
          {t('history.use')}
        </Button>
      }
      title={t('history.title', { name: nameOf(key), version })}
      action={t('history.use')}
      onConfirm={confirm}
    >
      <SettingChange setting={setting} to={value} />
      {isDangerous(key, value as SettingValue, setting.value) && (
        <p className="mt-2">{t(`danger.${key}`)}</p>
      )}
    </Confirm>
  )
}
