import { useTranslation } from 'react-i18next'
import { EntryPage } from '../../ui/entry-page.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** An invitation that was used, withdrawn, replaced or is too old. */
export const InvitationOver = () => {
  const { t } = useTranslation()
  return (
    <EntryPage
      title={t('invited.over')}
      lead={t('invited.overLead')}
      links={<TextLink to="/auth/login">{t('invited.login')}</TextLink>}
    />
  )
}
