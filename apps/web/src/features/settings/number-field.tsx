import { useId } from 'react'
import { FieldRemarks } from './field-remarks.tsx'

interface Props {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly unit: string | null
  readonly hint: string | null
  readonly error: string | null
}

/** A whole number, with what it counts beside it. */
export const NumberField = ({ label, value, onChange, unit, hint, error }: Props) => {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center gap-3">
        <input
          aria-label={label}
          aria-invalid={error !== null || undefined}
          aria-describedby={`${id}-unit ${id}-error ${id}-hint`}
          inputMode="numeric"
          autoComplete="off"
          maxLength={9}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className={`min-h-11 w-32 rounded-xl border bg-card px-3.5 py-2 text-base ${error ? 'border-bad' : 'border-field'}`}
        />
        <span id={`${id}-unit`} className="text-sm text-quiet">
          {unit}
        </span>
      </div>
      <FieldRemarks id={id} hint={hint} error={error} />
    </div>
  )
}
