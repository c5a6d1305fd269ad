import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Later } from '../../ui/later.tsx'

const fetchDialog = async () => (await import('./delete-dialog.tsx')).DeleteDialog

const GOES = ['profile', 'sessions', 'log', 'address'] as const

/** Says what goes with an account before one has it deleted. */
export const DeleteCard = ({ account }: { readonly account: OwnAccount }) => {
  const { t } = useTranslation('user')
  const trigger = <Button look="danger">{t('delete.open')}</Button>
  return (
    <Card title={t('delete.title')} lead={t('delete.lead')}>
      <ul className="grid list-disc gap-1 pl-5 text-sm">
        {GOES.map((what) => (
          <li key={what}>{t(`delete.goes.${what}`)}</li>
        ))}
      </ul>
      <div>
        <Later trigger={trigger} popup="dialog" fetchOpened={fetchDialog}>
          {(Dialog) => <Dialog account={account} trigger={trigger} />}
        </Later>
      </div>
    </Card>
  )
}
