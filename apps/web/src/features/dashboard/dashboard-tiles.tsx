import { Clock, KeyRound, MonitorSmartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import type { OwnSession } from '../../lib/own-sessions.ts'
import { useDevice } from '../../lib/use-device.ts'
import { When } from '../../ui/when.tsx'
import { Tile } from './tile.tsx'

interface Props {
  readonly account: OwnAccount
  readonly sessions: readonly OwnSession[]
}

/** The state of the account in three short answers. */
export const DashboardTiles = ({ account: { user, hasPassword }, sessions }: Props) => {
  const { t } = useTranslation('dashboard')
  const nameOf = useDevice()
  const here = sessions.find(({ current }) => current)
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      <Tile
        to="/account/activity"
        icon={Clock}
        name={t('tile.lastSignIn')}
        value={<When at={user.lastLoginAt} />}
        more={here ? nameOf(here.device) : null}
      />
      <Tile
        to="/account/sessions"
        icon={MonitorSmartphone}
        name={t('tile.sessions')}
        value={t('tile.devices', { count: sessions.length })}
        more={sessions.length > 1 ? t('tile.knowThem') : t('tile.onlyHere')}
      />
      <Tile
        to="/account/security"
        icon={KeyRound}
        name={t('tile.security')}
        value={t(hasPassword ? 'tile.password' : 'tile.codes')}
        more={t(user.emailVerified ? 'tile.proven' : 'tile.unproven')}
      />
    </ul>
  )
}
