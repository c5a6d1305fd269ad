import { useTranslation } from 'react-i18next'
import { Page } from './page.tsx'
import { TextLink } from './text-link.tsx'

/** In place of a page that somebody may not see. */
export const Forbidden = () => {
  const { t } = useTranslation('ui')
  return (
    <Page title={t('forbidden.title')} lead={t('forbidden.lead')}>
      <p>
        <TextLink to="/dashboard">{t('forbidden.home')}</TextLink>
      </p>
    </Page>
  )
}
