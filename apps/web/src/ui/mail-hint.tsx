import { useTranslation } from 'react-i18next'
import { atApi } from '../lib/latchkey.ts'
import { useConfig } from '../lib/use-config.ts'

/** Where the mail is that was announced, while no mail server is configured; otherwise nothing. */
export const MailHint = () => {
  const { t } = useTranslation()
  if (!useConfig()?.devMailbox) return null
  return (
    <p className="text-sm text-quiet">
      {t('mailHint.none')}{' '}
      <a
        href={atApi('/dev/mailbox')}
        target="_blank"
        rel="noopener"
        className="font-medium text-brand underline underline-offset-4 hover:text-brand-strong"
      >
        {t('mailHint.open')}
      </a>
    </p>
  )
}
