import { useTranslation } from 'react-i18next'
import { EntryPage } from '../../ui/entry-page.tsx'
import { TextLink } from '../../ui/text-link.tsx'

interface Props {
  /** There is an administrator, the link is used or too old, or the page was opened without one. */
  readonly because: 'closed' | 'over' | 'noLink'
}

/** In place of the set-up when nobody can be made an administrator by it. */
export const SetupOver = ({ because }: Props) => {
  const { t } = useTranslation('setup')
  return (
    <EntryPage
      title={t(because === 'closed' ? 'setup.closedTitle' : 'setup.title')}
      lead={t(`setup.${because}`)}
      links={<TextLink to="/auth/login">{t('setup.login')}</TextLink>}
    />
  )
}
