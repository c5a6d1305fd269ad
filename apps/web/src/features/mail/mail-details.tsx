import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { useLanguageName } from '../../lib/use-language-name.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import type { Mail } from './mail-api.ts'
import { historyOf } from './mail-history.ts'
import { mailReason } from './mail-reason.ts'
import { MailStateBadge } from './mail-state-badge.tsx'
import { RetryButton } from './retry-button.tsx'

/** Everything that is known about one mail, but what it says. */
export const MailDetails = ({ mail }: { readonly mail: Mail }) => {
  const { t } = useTranslation('mail')
  const { instant, number } = useFormats()
  const language = useLanguageName()(mail.locale)
  const reason = mail.reason === null ? null : mailReason(mail.reason)
  return (
    <div className="grid gap-5">
      <Facts
        facts={[
          [t('columns.to'), mail.to],
          [t('columns.state'), <MailStateBadge key="state" state={mail.state} />],
          [t('details.language'), language],
          [t('columns.tries'), number(mail.tries)],
          [
            t('details.id'),
            <span key="id" className="break-all">
              {mail.id} <CopyButton text={mail.id} of={t('details.id')} />
            </span>,
          ],
        ]}
      />
      {reason && (
        <div className="grid gap-1 rounded-xl bg-page p-4 text-sm">
          <p className="font-medium">{t(`reason.${reason}`)}</p>
          <p>{t(`mend.${reason}`)}</p>
          <p lang="en" className="break-words text-quiet">
            {mail.reason}
          </p>
        </div>
      )}
      <section className="grid gap-2">
        <h3 className="font-medium">{t('details.history')}</h3>
        <ol className="grid gap-2 border-l-2 border-line pl-4 text-sm">
          {historyOf(mail).map(({ kind, at }) => (
            <li key={kind} className="flex flex-wrap justify-between gap-x-4">
              <span>{t(`step.${kind}`, { count: mail.tries })}</span>
              {at && (
                <time dateTime={at} className="text-quiet">
                  {instant(at)}
                </time>
              )}
            </li>
          ))}
        </ol>
      </section>
      <RetryButton mail={mail} />
    </div>
  )
}
