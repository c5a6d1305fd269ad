import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { problemText } from '../../lib/problem-text.ts'
import { tell } from '../../lib/toasts.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from './save-file.ts'

/** Takes everything that is kept along, as one file. */
export const ExportCard = () => {
  const { t } = useTranslation('user')
  const { isBusy, problem, run } = useCall()
  const download = async () => {
    const file = await run(() => latchkey.api.GET('/api/users/me/export', { parseAs: 'blob' }))
    if (!file) return
    saveFile(file, 'my-data.json')
    tell(t('export.done'))
  }
  return (
    <Card title={t('export.title')} lead={t('export.lead')}>
      <Notice>{problem && problemText(problem)}</Notice>
      <Button
        look="plain"
        className="justify-self-start"
        isBusy={isBusy}
        onClick={() => void download()}
      >
        {!isBusy && <Download aria-hidden="true" className="size-4" />}
        {t('export.download')}
      </Button>
    </Card>
  )
}
