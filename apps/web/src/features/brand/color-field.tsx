import { isBrandColor } from '@latchkey/core/rules'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../ui/text-field.tsx'

interface Props {
  readonly value: string
  readonly onChange: (color: string) => void
  readonly isFixed: boolean
  readonly errors: readonly string[]
}

/** A colour by the browser's own picker, or typed as `#rrggbb`. */
export const ColorField = ({ value, onChange, isFixed, errors }: Props) => {
  const { t } = useTranslation('brand')
  const id = useId()
  return (
    <div className="grid grid-cols-[auto_1fr] items-start gap-3">
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-medium">
          {t('picker')}
        </label>
        <input
          id={id}
          type="color"
          disabled={isFixed}
          value={isBrandColor(value) ? value.toLowerCase() : '#000000'}
          onChange={({ target }) => onChange(target.value)}
          className="h-11 w-16 rounded-xl border border-field bg-card p-1"
        />
      </div>
      <TextField
        label={t('color')}
        name="color"
        value={value}
        readOnly={isFixed}
        autoComplete="off"
        spellCheck={false}
        maxLength={7}
        onChange={({ target }) => onChange(target.value.trim())}
        errors={errors}
        hint={t(isFixed ? 'fixed' : 'colorHint')}
      />
    </div>
  )
}
