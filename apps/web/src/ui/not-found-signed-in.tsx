import { useTranslation } from 'react-i18next'
import { Page } from './page.tsx'
import { TextLink } from './text-link.tsx'

/** In place of a page that is not there, for somebody who is signed in. */
export const NotFoundSignedIn = () => {
  const { t } = useTranslation()
  return (
    <Page title={t('notFound.title')} lead={t('notFound.lead')}>
      <p>
        <TextLink to="/dashboard">{t('notFound.home')}</TextLink>
      </p>
    </Page>
  )
}
