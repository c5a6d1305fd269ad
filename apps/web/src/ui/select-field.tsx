import { type ComponentProps, type ReactNode, useId } from 'react'

interface Props extends ComponentProps<'select'> {
  readonly label: string
  readonly errors?: readonly string[]
  readonly hint?: ReactNode
}

/** A choice of a few, by the browser's own list. */
export const SelectField = ({ label, errors = [], hint, children, ...select }: Props) => {
  const id = useId()
  const described = [errors.length > 0 && `${id}-errors`, hint && `${id}-hint`]
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        {...select}
        id={id}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        className="min-h-11 w-full rounded-xl border border-field bg-card px-3 py-2 text-base"
      >
        {children}
      </select>
      {errors.length > 0 && (
        <p id={`${id}-errors`} className="text-sm text-bad">
          {errors.join(' ')}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </p>
      )}
    </div>
  )
}
