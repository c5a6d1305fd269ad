import { TextField } from './text-field.tsx'

/** The digits of a code as somebody typed or pasted it. */
export const digitsIn = (text: string): string => text.replace(/\D/g, '')

interface Props {
  readonly label: string
  readonly errors: readonly string[]
}

/** A field for a mailed code of six digits, which phones fill in by themselves. */
export const CodeField = ({ label, errors }: Props) => (
  <TextField
    label={label}
    name="code"
    inputMode="numeric"
    autoComplete="one-time-code"
    maxLength={60}
    errors={errors}
  />
)
