import { useId } from 'react'
import { FieldRemarks } from './field-remarks.tsx'
import { DURATION_UNITS, type DurationUnit, partsOf } from './setting-units.ts'
import { useSettingWords } from './use-setting-words.ts'

interface Props {
  readonly label: string
  readonly unitLabel: string
  /** As it is written, such as `15m`. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint: string | null
  readonly error: string | null
}

const FIELD = 'min-h-11 rounded-xl border bg-card px-3.5 py-2 text-base'

/** A number and its unit. */
export const DurationField = ({ label, unitLabel, value, onChange, hint, error }: Props) => {
  const id = useId()
  const { unit } = useSettingWords()
  const parts = partsOf(value)
  const look = `${FIELD} ${error ? 'border-bad' : 'border-field'}`
  return (
    <div className="grid gap-1.5">
      <div className="flex gap-2">
        <input
          aria-label={label}
          aria-invalid={error !== null || undefined}
          aria-describedby={`${id}-error ${id}-hint`}
          inputMode="numeric"
          autoComplete="off"
          maxLength={9}
          value={parts.count}
          onChange={({ target }) => onChange(`${target.value.trim()}${parts.unit}`)}
          className={`${look} w-24 min-w-0 grow`}
        />
        <select
          aria-label={unitLabel}
          value={parts.unit}
          onChange={({ target }) => onChange(`${parts.count}${target.value}`)}
          className={look}
        >
          {(Object.keys(DURATION_UNITS) as DurationUnit[]).map((letter) => (
            <option key={letter} value={letter}>
              {unit(DURATION_UNITS[letter], Number(parts.count) || 0)}
            </option>
          ))}
        </select>
      </div>
      <FieldRemarks id={id} hint={hint} error={error} />
    </div>
  )
}
