import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { ConnectApp } from './connect-app.tsx'

/** How apps are connected, for administrators at any time. */
export const ConnectPage = () => {
  const { t } = useTranslation('connect')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="min-w-0 rounded-2xl border border-line bg-card p-5 shadow-sm sm:p-6">
        <ConnectApp />
      </div>
    </Page>
  )
}
