import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadNewRelease } from '../lib/load-new-release.ts'
import { useOnline } from '../lib/use-online.ts'
import { Button } from './button.tsx'

/**
 * In place of a page with a bug in it, or one whose files cannot be had without network: that is
 * loaded by itself when the network is back.
 */
export const Crashed = () => {
  const { t } = useTranslation('ui')
  const isOnline = useOnline()
  const [wasOffline] = useState(!isOnline)
  useEffect(() => {
    if (wasOffline && isOnline) void loadNewRelease()
  }, [wasOffline, isOnline])
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-4 rounded-2xl border border-line bg-card p-6"
    >
      <h1 className="text-xl font-semibold">
        {t(wasOffline ? 'notFetched.title' : 'crashed.title')}
      </h1>
      <p className="text-quiet">{t(wasOffline ? 'notFetched.lead' : 'crashed.lead')}</p>
      {isOnline && <Button onClick={() => location.reload()}>{t('crashed.reload')}</Button>}
    </div>
  )
}
