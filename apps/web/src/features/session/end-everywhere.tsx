import type { Problem } from '@latchkey/client'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { tell, tellProblem } from '../../lib/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useEndOtherSessionsMutation } from './session-api.ts'

/** Signs all other devices out, or this one as well. */
export const EndEverywhere = ({ hasOthers }: { readonly hasOthers: boolean }) => {
  const { t } = useTranslation('session')
  const [endOthers] = useEndOtherSessionsMutation()
  const endAllOthers = async () => {
    const { error } = await endOthers()
    if (error) tellProblem(error as Problem)
    else tell(t('everywhere.othersEnded'))
    return !error
  }
  const endAll = async () => {
    const { error } = await latchkey.logoutAll()
    if (error) tellProblem(error)
    return !error
  }
  return (
    <Card title={t('everywhere.title')} lead={t('everywhere.lead')}>
      <div className="flex flex-wrap gap-3">
        {hasOthers && (
          <Confirm
            trigger={<Button look="plain">{t('everywhere.others')}</Button>}
            title={t('everywhere.othersTitle')}
            action={t('everywhere.others')}
            onConfirm={endAllOthers}
          >
            {t('everywhere.othersLead')}
          </Confirm>
        )}
        <Confirm
          trigger={<Button look="plain">{t('everywhere.all')}</Button>}
          title={t('everywhere.allTitle')}
          action={t('everywhere.all')}
          onConfirm={endAll}
        >
          {t('everywhere.allLead')}
        </Confirm>
      </div>
    </Card>
  )
}
