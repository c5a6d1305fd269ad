import { MAX_PASSWORD_LENGTH, passwordViolations } from '@latchkey/core/rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfig } from '../lib/use-config.ts'
import { type Owner, useContextWords } from '../lib/use-context-words.ts'
import { PasswordField } from './password-field.tsx'
import { PasswordStrength } from './password-strength.tsx'

const COMPOSITION = ['no_upper', 'no_lower', 'no_digit', 'no_special'] as const

interface Props {
  readonly label?: string
  readonly errors: readonly string[]
  /** Who chooses it, as far as the fields beside it do not say. */
  readonly owner?: Owner
}

/** A password that is being chosen; each rule is ticked as soon as it is met. */
export const NewPasswordField = ({ label, errors, owner = {} }: Props) => {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const { words, lookAt } = useContextWords(owner)
  const { profile, minLength } = useConfig()?.password ?? { profile: 'composition', minLength: 8 }
  const rules = ['too_short', ...(profile === 'composition' ? COMPOSITION : [])] as const
  const violations = passwordViolations(password, profile, minLength)
  return (
    <div className="grid gap-1.5">
      <PasswordField
        label={label ?? t('field.newPassword')}
        name="password"
        autoComplete="new-password"
        maxLength={MAX_PASSWORD_LENGTH * 2}
        value={password}
        onChange={({ target }) => {
          setPassword(target.value)
          lookAt(target.form)
        }}
        errors={errors}
        hint={
          <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {rules.map((rule) => {
              const isMet = password !== '' && !violations.includes(rule)
              return (
                <li
                  key={rule}
                  className={`flex gap-2 sm:last:col-span-2 ${isMet ? 'text-good' : ''}`}
                >
                  <span aria-hidden="true">{isMet ? '✓' : '○'}</span>
                  <span>{t(`rule.${rule}`, { count: minLength })}</span>
                  {isMet && <span className="sr-only">{t('rule.met')}</span>}
                </li>
              )
            })}
          </ul>
        }
      />
      <PasswordStrength password={password} words={words} />
    </div>
  )
}
