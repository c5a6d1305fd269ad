import { Mail, MonitorSmartphone, Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { usePermissions } from '../../lib/use-permissions.ts'
import type { Figures } from './figures-api.ts'

/** A mail leaves at once, unless something is wrong. */
const STUCK_MS = 60_000

/** What there is at this moment, and the list behind it. */
export const useTilesOfNow = ({ activeSessions, users, days, mailQueue }: Figures) => {
  const { t } = useTranslation('statistics')
  const { number, ago } = useFormats()
  const { may } = usePermissions()
  const { pending, oldestAt, failed } = mailQueue
  const people = may('users:read') ? '/admin/users' : null
  const hints = [
    oldestAt && t('tiles.oldest', { ago: ago(oldestAt) }),
    failed > 0 && t('tiles.givenUp', { count: failed }),
  ].filter(Boolean)
  const isStuck = oldestAt !== null && Date.now() - new Date(oldestAt).getTime() > STUCK_MS
  return {
    sessions: {
      name: t('tiles.sessions'),
      icon: MonitorSmartphone,
      value: number(activeSessions),
      hint: t('tiles.now'),
      to: people,
    },
    mail: {
      name: t('tiles.mail'),
      icon: Mail,
      value: number(pending),
      hint: hints.join(' ') || t('tiles.noneWaits'),
      isBad: isStuck,
      to: may('mail:read') ? '/admin/mail' : null,
    },
    users: {
      name: t('tiles.users'),
      icon: Users,
      value: number(users.total),
      hint: t('tiles.newToday', { count: days.at(-1)?.newUsers ?? 0 }),
      to: people,
    },
  }
}
