import { useTranslation } from 'react-i18next'
import { OUR_BRAND } from '../../lib/brand.ts'
import { useLastOtherSignIn } from '../../lib/sign-ins.ts'
import { useConfig } from '../../lib/use-config.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import { Card } from '../../ui/card.tsx'
import { StepItem } from './step-item.tsx'

/** What whoever runs this installation has left to do. */
export const InstallationSteps = () => {
  const { t } = useTranslation('dashboard')
  const config = useConfig()
  const { may } = usePermissions()
  const lastOther = useLastOtherSignIn()
  if (!config) return null
  const { name, color, logoUrl } = config.brand
  const isBranded = name !== OUR_BRAND.name || color !== OUR_BRAND.color || logoUrl !== null
  return (
    <Card title={t('installation.title')} lead={t('installation.lead')}>
      <ul className="-my-2">
        <StepItem
          to="/admin/settings/brand"
          title={t('installation.brand')}
          lead={t('installation.brandLead')}
          isDone={isBranded}
        />
        {may('audit:read') && (
          <StepItem
            to="/admin/connect"
            title={t('installation.connect')}
            lead={t('installation.connectLead')}
            isDone={lastOther !== null}
          />
        )}
        {/* Never ticked: whether a mail server that is configured works, the doctor says. */}
        {config.devMailbox && (
          <StepItem
            to="/admin/doctor"
            title={t('installation.mail')}
            lead={t('installation.mailLead')}
            isDone={false}
          />
        )}
      </ul>
    </Card>
  )
}
