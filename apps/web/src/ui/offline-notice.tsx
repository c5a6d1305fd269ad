import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from './notice.tsx'

const subscribe = (listener: () => void) => {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Says so while the browser has no network. */
export const OfflineNotice = () => {
  const { t } = useTranslation('ui')
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div className={isOnline ? '' : 'mb-6'}>
      <Notice>{!isOnline && t('offline')}</Notice>
    </div>
  )
}
