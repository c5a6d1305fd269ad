import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import type { Mail } from './mail-api.ts'
import { mailReason } from './mail-reason.ts'
import { MailStateBadge } from './mail-state-badge.tsx'

/** Where a mail stands, why, and when it is tried next. */
export const MailStanding = ({ mail }: { readonly mail: Mail }) => {
  const { t } = useTranslation('mail')
  const { ago } = useFormats()
  const { state, reason, nextTryAt } = mail
  const isDue = nextTryAt !== null && new Date(nextTryAt) <= new Date()
  return (
    <div className="grid justify-items-end gap-1 sm:min-w-48 sm:justify-items-start">
      <MailStateBadge state={state} />
      {reason !== null && <span>{t(`reason.${mailReason(reason)}`)}</span>}
      {state === 'deferred' && nextTryAt !== null && (
        <span className="text-quiet">
          {isDue ? t('next.due') : t('next.at', { ago: ago(nextTryAt) })}
        </span>
      )}
    </div>
  )
}
