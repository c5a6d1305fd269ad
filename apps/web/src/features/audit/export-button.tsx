import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { atApi, latchkey } from '../../lib/latchkey.ts'
import { tell, tellProblem } from '../../lib/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { type FilterFields, searchOf } from './audit-filter.ts'

/** A file that the browser fetches by itself, however large it is. */
const download = (url: string): void => {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}

/** Takes the events that the filter means away as a CSV file. */
export const ExportButton = ({ fields }: { readonly fields: FilterFields }) => {
  const { t } = useTranslation('audit')
  const [isBusy, setBusy] = useState(false)
  const take = async (): Promise<void> => {
    setBusy(true)
    // A download cannot renew the session, so this call does: it ends in a file, not in a refusal.
    const { error } = await latchkey.api.GET('/api/admin/audit-logs/chain')
    setBusy(false)
    if (error && error.code !== 'not_found') return tellProblem(error)
    const search = searchOf(fields)
    search.set('format', 'csv')
    download(atApi(`/api/admin/audit-logs?${search}`))
    tell(t('auditLog.exported'))
  }
  return (
    <Button look="plain" isBusy={isBusy} onClick={() => void take()}>
      <Download aria-hidden="true" className="size-4" />
      {t('auditLog.export')}
    </Button>
  )
}
