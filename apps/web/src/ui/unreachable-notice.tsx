import { useTranslation } from 'react-i18next'
import { useAskingAgain } from '../lib/use-asking-again.ts'
import { FailureNotice } from './failure-notice.tsx'

/** Above a form that can be filled in while the server does not answer. */
export const UnreachableNotice = () => {
  const { t } = useTranslation()
  const { isBusy, askAgain } = useAskingAgain()
  return (
    <FailureNotice
      title={t('unreachable.title')}
      lead={t('unreachable.lead')}
      action={t('unreachable.again')}
      isBusy={isBusy}
      onAgain={askAgain}
    />
  )
}
