import { type ComponentProps, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextField } from './text-field.tsx'

type Props = Omit<ComponentProps<typeof TextField>, 'type' | 'action'>

/** A field for a password, which can be shown. Pasting and password managers work as everywhere. */
export const PasswordField = (props: Props) => {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      action={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={t('password.show')}
          onClick={() => setShown(!isShown)}
          className="min-h-8 rounded-lg px-2.5 text-sm font-medium text-quiet hover:text-ink"
        >
          {isShown ? t('password.hide') : t('password.reveal')}
        </button>
      }
    />
  )
}
