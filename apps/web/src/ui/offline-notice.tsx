import { useTranslation } from 'react-i18next'
import { useOnline } from '../lib/use-online.ts'
import { Notice } from './notice.tsx'

/** Says so while the browser has no network. */
export const OfflineNotice = () => {
  const { t } = useTranslation('ui')
  const isOnline = useOnline()
  return (
    <div className={isOnline ? '' : 'mb-6'}>
      <Notice>{!isOnline && t('offline')}</Notice>
    </div>
  )
}
