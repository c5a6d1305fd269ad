import type { ComponentProps, ReactNode } from 'react'
import { FieldFrame, type FieldTexts } from './field-frame.tsx'

interface Props extends ComponentProps<'input'>, FieldTexts {
  /** A button inside the field. */
  readonly action?: ReactNode
}

/** A field to type into. */
export const TextField = ({ label, errors = [], hint, action, ...input }: Props) => (
  <FieldFrame label={label} errors={errors} hint={hint}>
    {({ className, ...tied }) => (
      <div className="relative min-w-0">
        <input
          {...input}
          {...tied}
          className={`${className} px-3.5 placeholder:text-quiet ${action ? 'pr-20' : ''}`}
        />
        {action && <div className="absolute inset-y-0 right-1.5 flex items-center">{action}</div>}
      </div>
    )}
  </FieldFrame>
)
