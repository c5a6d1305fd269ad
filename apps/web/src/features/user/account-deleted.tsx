import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { latchkey } from '../../lib/latchkey.ts'
import { EntryPage } from '../../ui/entry-page.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { JUST_DELETED } from './just-deleted.ts'

/** What somebody sees last. Coming from the deletion it tells every other tab of this browser. */
export const AccountDeleted = () => {
  const { t } = useTranslation('user')
  const { state }: { readonly state: unknown } = useLocation()
  useEffect(() => {
    // No link of others can set it, so none signs anybody out.
    if (state === JUST_DELETED) void latchkey.logout()
  }, [state])
  return (
    <EntryPage
      title={t('deleted.title')}
      lead={t('deleted.lead')}
      links={<TextLink to="/auth/login">{t('deleted.login')}</TextLink>}
    />
  )
}
