import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Card } from '../../ui/card.tsx'
import { MailHint } from '../../ui/mail-hint.tsx'
import { Page } from '../../ui/page.tsx'
import { filterIn, searchOf } from './mail-filter.ts'
import { MailFilterForm } from './mail-filter-form.tsx'
import { MailList } from './mail-list.tsx'
import { StuckNotice } from './stuck-notice.tsx'

/** What became of each mail, and what to do about those that did not leave. */
export const Mails = () => {
  const { t } = useTranslation('mail')
  const [search, setSearch] = useSearchParams()
  const filter = filterIn(search)
  return (
    <Page title={t('mails.title')} lead={t('mails.lead')}>
      <MailHint />
      <StuckNotice />
      <Card title={t('mails.list')}>
        <MailFilterForm filter={filter} onFilter={(next) => setSearch(searchOf(next))} />
        <MailList filter={filter} />
      </Card>
    </Page>
  )
}
