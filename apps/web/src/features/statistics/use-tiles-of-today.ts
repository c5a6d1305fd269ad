import { KeyRound, Network, ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import type { Day } from './figures-api.ts'

/** What happened today beside yesterday, and where the audit log has it. */
export const useTilesOfToday = (days: readonly Day[]) => {
  const { t } = useTranslation('statistics')
  const { number } = useFormats()
  const { may } = usePermissions()
  const [yesterday, today] = days.slice(-2)
  const ofDay = (figure: 'logins' | 'failures' | 'uniqueIps', action: string) => ({
    value: number(today?.[figure] ?? 0),
    hint: t('tiles.yesterday', { figure: number(yesterday?.[figure] ?? 0) }),
    to: may('audit:read') ? `/admin/audit?${action}from=${today?.date}T00:00:00Z` : null,
  })
  return [
    {
      name: t('tiles.signIns'),
      icon: KeyRound,
      ...ofDay('logins', 'action=authn_login_success&'),
    },
    {
      name: t('tiles.failures'),
      icon: ShieldAlert,
      ...ofDay('failures', 'action=authn_login_fail&'),
    },
    { name: t('tiles.networks'), icon: Network, ...ofDay('uniqueIps', '') },
  ]
}
