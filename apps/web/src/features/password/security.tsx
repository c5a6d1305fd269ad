import { useTranslation } from 'react-i18next'
import { useOwnAccountQuery } from '../../lib/own-account.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { PasswordCard } from './password-card.tsx'
import { SecurityState } from './security-state.tsx'

/** How one signs in, and how safe that is. */
export const Security = () => {
  const { t } = useTranslation('password')
  const account = useOwnAccountQuery()
  return (
    <Page title={t('security.title')} lead={t('security.lead')}>
      <Loaded of={account} lines={8}>
        {(own) => (
          <div className="grid items-start gap-6 xl:grid-cols-[3fr_2fr]">
            <PasswordCard account={own} />
            <SecurityState account={own} />
          </div>
        )}
      </Loaded>
    </Page>
  )
}
