import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate } from 'react-router'
import { BrandForm } from './features/brand/brand-form.tsx'
import { ConnectApp } from './features/connect/connect-app.tsx'
import { SetupProgress } from './features/setup/setup-progress.tsx'
import type { SetupStep } from './features/setup/setup-steps.ts'
import { usePermissions } from './lib/use-permissions.ts'
import { ButtonLink } from './ui/button-link.tsx'
import { EntryPage } from './ui/entry-page.tsx'
import { Loading } from './ui/loading.tsx'
import { TextLink } from './ui/text-link.tsx'

const BrandStep = () => {
  const { t } = useTranslation('setup')
  const navigate = useNavigate()
  return (
    <EntryPage
      isWide
      title={t('brand.title')}
      lead={t('brand.lead')}
      progress={<SetupProgress step="brand" />}
      links={<TextLink to="/setup?step=connect">{t('brand.skip')}</TextLink>}
    >
      <BrandForm action={t('brand.next')} onSaved={() => void navigate('/setup?step=connect')} />
    </EntryPage>
  )
}

const ConnectStep = () => {
  const { t } = useTranslation('setup')
  return (
    <EntryPage
      isWide
      title={t('connect.title')}
      lead={t('connect.lead')}
      progress={<SetupProgress step="connect" />}
      links={<TextLink to="/setup?step=brand">{t('connect.back')}</TextLink>}
    >
      <ConnectApp />
      <p>
        <ButtonLink to="/dashboard">{t('connect.finish')}</ButtonLink>
      </p>
    </EntryPage>
  )
}

/** What the new administrator does next; nobody else has business here. */
export const StepsForAdministrators = ({
  step,
}: {
  readonly step: Exclude<SetupStep, 'administrator'>
}) => {
  const { isLoading, may } = usePermissions()
  if (isLoading) return <Loading />
  if (!may('settings:read') || !may('settings:write')) return <Navigate to="/dashboard" replace />
  return step === 'brand' ? <BrandStep key="brand" /> : <ConnectStep key="connect" />
}
