import { type ComponentProps, type ReactNode, useId } from 'react'

interface Props extends ComponentProps<'input'> {
  readonly label: string
  /** Sentences about what is wrong. */
  readonly errors?: readonly string[]
  /** What stands below the field and belongs to it. */
  readonly hint?: ReactNode
  /** A button inside the field. */
  readonly action?: ReactNode
}

/** A field with its label; what is wrong with it is below it, and is read out with it. */
export const TextField = ({ label, errors = [], hint, action, ...input }: Props) => {
  const id = useId()
  const described = [errors.length > 0 && `${id}-errors`, hint && `${id}-hint`]
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative min-w-0">
        <input
          {...input}
          id={id}
          aria-invalid={errors.length > 0 || undefined}
          aria-describedby={described.filter(Boolean).join(' ') || undefined}
          className={`min-h-11 w-full rounded-xl border bg-card px-3.5 py-2 text-base placeholder:text-quiet ${
            errors.length > 0 ? 'border-bad' : 'border-field'
          } ${action ? 'pr-20' : ''}`}
        />
        {action && <div className="absolute inset-y-0 right-1.5 flex items-center">{action}</div>}
      </div>
      {errors.length > 0 && (
        <p id={`${id}-errors`} className="text-sm text-bad">
          {errors.join(' ')}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </div>
      )}
    </div>
  )
}
