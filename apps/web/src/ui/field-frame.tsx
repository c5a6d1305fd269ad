import { type AllHTMLAttributes, type ReactNode, useId } from 'react'

export interface FieldTexts {
  readonly label: string
  /** Sentences about what is wrong. */
  readonly errors?: readonly string[]
  /** What stands below the field and belongs to it. */
  readonly hint?: ReactNode
}

interface Props extends FieldTexts {
  /** The field itself, with what ties it to its label and to what is said about it. */
  readonly children: (
    tied: Pick<
      AllHTMLAttributes<unknown>,
      'id' | 'aria-invalid' | 'aria-describedby' | 'className'
    >,
  ) => ReactNode
}

/** A label above a field; what is wrong with it is below it, and is read out with it. */
export const FieldFrame = ({ label, errors = [], hint, children }: Props) => {
  const id = useId()
  const isWrong = errors.length > 0
  const described = [isWrong && `${id}-errors`, hint && `${id}-hint`].filter(Boolean)
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': isWrong || undefined,
        'aria-describedby': described.join(' ') || undefined,
        className: `min-h-11 w-full rounded-xl border bg-card py-2 text-base ${
          isWrong ? 'border-bad' : 'border-field'
        }`,
      })}
      {isWrong && (
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
