import { useTranslation } from 'react-i18next'
import { useOwnAccountQuery } from '../../lib/own-account.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { DetailsCard } from './details-card.tsx'
import { EmailCard } from './email-card.tsx'
import { PictureCard } from './picture-card.tsx'

/** What somebody says about themselves, and the address they are reached at. */
export const Profile = () => {
  const { t } = useTranslation('user')
  const account = useOwnAccountQuery()
  return (
    <Page title={t('profile.title')} lead={t('profile.lead')}>
      <Loaded of={account} lines={8}>
        {(own) => (
          <div className="grid max-w-3xl gap-6">
            <PictureCard user={own.user} />
            <DetailsCard user={own.user} />
            <EmailCard account={own} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
