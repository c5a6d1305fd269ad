import { MAX_EXPORTED_EVENTS } from '@latchkey/core/rules'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useFormats } from '../../lib/use-formats.ts'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { fieldsIn, searchOf } from './audit-filter.ts'
import { AuditFilterForm } from './audit-filter-form.tsx'
import { AuditList } from './audit-list.tsx'
import { ChainCard } from './chain-card.tsx'
import { ExportButton } from './export-button.tsx'
import { filterOf } from './valid-filter.ts'

/** What happened, to search through and to take along. */
export const AuditLog = () => {
  const { t } = useTranslation('audit')
  const { number } = useFormats()
  const [search, setSearch] = useSearchParams()
  const fields = fieldsIn(search)
  const filter = filterOf(fields)
  return (
    <Page title={t('auditLog.title')} lead={t('auditLog.lead')}>
      <Card title={t('auditLog.filter.title')}>
        <AuditFilterForm fields={fields} onFilter={(next) => setSearch(searchOf(next))} />
      </Card>
      {filter && (
        <Card
          title={t('auditLog.events')}
          lead={t('auditLog.exportLead', { most: number(MAX_EXPORTED_EVENTS) })}
          actions={<ExportButton fields={fields} />}
        >
          <AuditList filter={filter} />
        </Card>
      )}
      <ChainCard />
    </Page>
  )
}
