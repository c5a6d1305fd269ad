import { useTranslation } from 'react-i18next'
import { useOwnAccountQuery } from '../../lib/own-account.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { DeleteCard } from './delete-card.tsx'
import { ExportCard } from './export-card.tsx'

/** What is kept about somebody: to take along, or to have deleted. */
export const OwnData = () => {
  const { t } = useTranslation('user')
  const account = useOwnAccountQuery()
  return (
    <Page title={t('ownData.title')} lead={t('ownData.lead')}>
      <div className="grid max-w-3xl gap-6">
        <ExportCard />
        <Loaded of={account}>{(own) => <DeleteCard account={own} />}</Loaded>
      </div>
    </Page>
  )
}
