import { useTranslation } from 'react-i18next'
import { DetailsDialog } from '../../ui/details-dialog.tsx'
import type { Mail } from './mail-api.ts'
import { MailDetails } from './mail-details.tsx'

/** What a mail is for and to whom it goes; opens everything that is known about it. */
export const MailButton = ({ mail }: { readonly mail: Mail }) => {
  const { t } = useTranslation('mail')
  const title = t(`template.${mail.template}`)
  return (
    <div className="grid min-w-44 justify-items-start gap-1">
      <DetailsDialog
        title={title}
        trigger={
          <button
            type="button"
            aria-label={t('details.of', { mail: title, to: mail.to })}
            className="min-h-6 text-left font-medium text-brand underline-offset-4 hover:underline"
          >
            {title}
          </button>
        }
      >
        {() => <MailDetails mail={mail} />}
      </DetailsDialog>
      <span className="break-all text-quiet">{mail.to}</span>
    </div>
  )
}
