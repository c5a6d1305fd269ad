import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { BrandForm } from './brand-form.tsx'

/** The brand, for administrators at any time. */
export const BrandPage = () => {
  const { t } = useTranslation('brand')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="min-w-0 rounded-2xl border border-line bg-card p-5 shadow-sm sm:p-6">
        <BrandForm action={t('save')} />
      </div>
    </Page>
  )
}
