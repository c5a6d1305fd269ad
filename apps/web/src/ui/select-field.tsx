import type { ComponentProps } from 'react'
import { FieldFrame, type FieldTexts } from './field-frame.tsx'

/** A choice of a few, by the browser's own list. */
export const SelectField = ({
  label,
  errors = [],
  hint,
  children,
  ...select
}: ComponentProps<'select'> & FieldTexts) => (
  <FieldFrame label={label} errors={errors} hint={hint}>
    {({ className, ...tied }) => (
      <select {...select} {...tied} className={`${className} px-3`}>
        {children}
      </select>
    )}
  </FieldFrame>
)
