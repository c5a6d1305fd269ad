import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Button } from '../../ui/button.tsx'

const focus = (button: HTMLElement | null): void => button?.focus()

interface Props {
  /** An address whose code is on its way. */
  readonly pending: OwnAccount['emailChange']
  /** Somebody comes back here from a form that is gone. */
  readonly isFocused: boolean
  readonly onChange: () => void
  readonly onCode: () => void
}

/** What can be done about the address while no form is open. */
export const EmailActions = ({ pending, isFocused, onChange, onCode }: Props) => {
  const { t } = useTranslation('user')
  const { time } = useFormats()
  return (
    <>
      {pending && (
        <p className="rounded-xl bg-brand-soft px-4 py-3 text-sm break-words">
          {t('email.pending', { email: pending.email, time: time(pending.expiresAt) })}
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        {pending && <Button onClick={onCode}>{t('email.enterCode')}</Button>}
        <Button look="plain" ref={isFocused ? focus : undefined} onClick={onChange}>
          {t('email.change')}
        </Button>
      </div>
    </>
  )
}
