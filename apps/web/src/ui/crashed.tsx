import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

/** In place of a page with a bug in it. */
export const Crashed = () => {
  const { t } = useTranslation('ui')
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-4 rounded-2xl border border-line bg-card p-6"
    >
      <h1 className="text-xl font-semibold">{t('crashed.title')}</h1>
      <p className="text-quiet">{t('crashed.lead')}</p>
      <Button onClick={() => location.reload()}>{t('crashed.reload')}</Button>
    </div>
  )
}
