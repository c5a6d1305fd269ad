import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { fieldTexts } from '../../lib/problem-text.ts'
import { PasswordField } from '../../ui/password-field.tsx'

interface Props {
  readonly hasPassword: boolean
  readonly refusal: Problem | null
}

/** Proves that it is the owner who asks; without a password a sign-in of a moment ago does. */
export const OwnPasswordField = ({ hasPassword, refusal }: Props) => {
  const { t } = useTranslation('user')
  if (!hasPassword) return <p className="text-sm text-quiet">{t('fresh')}</p>
  return (
    <PasswordField
      label={t('email.password')}
      name="password"
      autoComplete="current-password"
      errors={fieldTexts(refusal, 'password')}
    />
  )
}
