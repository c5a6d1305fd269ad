import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { fieldTexts } from '../lib/problem-text.ts'
import { TextField } from './text-field.tsx'

interface Props {
  readonly problem: Problem | null
  /** What was typed before, by the name of the field. */
  readonly typed?: Readonly<Record<string, string>>
}

/** First and last name, side by side where there is room. */
export const NameFields = ({ problem, typed = {} }: Props) => {
  const { t } = useTranslation()
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        label={t('field.firstName')}
        name="firstName"
        autoComplete="given-name"
        defaultValue={typed['firstName']}
        errors={fieldTexts(problem, 'firstName')}
      />
      <TextField
        label={t('field.lastName')}
        name="lastName"
        autoComplete="family-name"
        defaultValue={typed['lastName']}
        errors={fieldTexts(problem, 'lastName')}
      />
    </div>
  )
}
