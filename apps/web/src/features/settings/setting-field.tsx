import { useTranslation } from 'react-i18next'
import { SwitchField } from '../../ui/switch-field.tsx'
import { DurationField } from './duration-field.tsx'
import { NumberField } from './number-field.tsx'
import type { Setting } from './settings-api.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly setting: Setting
  readonly draft: string
  readonly onChange: (draft: string) => void
  readonly error: string | null
}

/** What a setting is changed with, by its type. */
export const SettingField = ({ setting, draft, onChange, error }: Props) => {
  const { t } = useTranslation('settings')
  const { nameOf, unitOf, boundsText, valueText } = useSettingWords()
  const { key, type, bounds } = setting
  const label = nameOf(key)
  const hint = boundsText(setting)
  if (type === 'boolean')
    return (
      <SwitchField
        label={label}
        isOn={draft === 'true'}
        onChange={(isOn) => onChange(String(isOn))}
      />
    )
  if (type === 'duration')
    return (
      <DurationField
        label={label}
        unitLabel={t('unitOf', { name: label })}
        value={draft}
        onChange={onChange}
        hint={hint}
        error={error}
      />
    )
  if (type === 'integer')
    return (
      <NumberField
        label={label}
        value={draft}
        onChange={onChange}
        unit={unitOf(key, Number(draft) || 0)}
        hint={hint}
        error={error}
      />
    )
  return (
    <select
      aria-label={label}
      value={draft}
      onChange={({ target }) => onChange(target.value)}
      className="min-h-11 w-full rounded-xl border border-field bg-card px-3 py-2 text-base"
    >
      {(bounds && 'choices' in bounds ? bounds.choices : [draft]).map((choice) => (
        <option key={choice} value={choice}>
          {valueText(setting, choice)}
        </option>
      ))}
    </select>
  )
}
