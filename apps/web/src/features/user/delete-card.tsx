import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { Card } from '../../ui/card.tsx'
import { DeleteDialog } from './delete-dialog.tsx'

const GOES = ['profile', 'sessions', 'log', 'address'] as const

/** Says what goes with an account before one has it deleted. */
export const DeleteCard = ({ account }: { readonly account: OwnAccount }) => {
  const { t } = useTranslation('user')
  return (
    <Card title={t('delete.title')} lead={t('delete.lead')}>
      <ul className="grid list-disc gap-1 pl-5 text-sm">
        {GOES.map((what) => (
          <li key={what}>{t(`delete.goes.${what}`)}</li>
        ))}
      </ul>
      <div>
        <DeleteDialog account={account} />
      </div>
    </Card>
  )
}
