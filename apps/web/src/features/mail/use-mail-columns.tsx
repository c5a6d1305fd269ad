import { useTranslation } from 'react-i18next'
import type { Column } from '../../ui/data-table.tsx'
import { When } from '../../ui/when.tsx'
import type { Mail } from './mail-api.ts'
import { MailButton } from './mail-button.tsx'
import { MailStanding } from './mail-standing.tsx'
import { RetryButton } from './retry-button.tsx'

/** What the table says of each mail. */
export const useMailColumns = (): readonly Column<Mail>[] => {
  const { t } = useTranslation('mail')
  return [
    {
      id: 'mail',
      header: t('columns.mail'),
      isRowHeader: true,
      cell: (mail) => <MailButton mail={mail} />,
    },
    { id: 'state', header: t('columns.state'), cell: (mail) => <MailStanding mail={mail} /> },
    {
      id: 'ordered',
      header: t('columns.ordered'),
      cell: ({ createdAt }) => <When at={createdAt} />,
    },
    { id: 'tries', header: t('columns.tries'), align: 'end', cell: ({ tries }) => tries },
    {
      id: 'retry',
      header: t('columns.action'),
      cell: (mail) => <RetryButton mail={mail} />,
    },
  ]
}
