import { useTranslation } from 'react-i18next'
import { EntryPage } from './entry-page.tsx'
import { TextLink } from './text-link.tsx'

/** In place of a page that is not there, for anybody. */
export const NotFoundBeforeSignIn = () => {
  const { t } = useTranslation()
  return (
    <EntryPage
      title={t('notFound.title')}
      lead={t('notFound.lead')}
      links={<TextLink to="/dashboard">{t('notFound.home')}</TextLink>}
    />
  )
}
