import {
  Activity,
  ChartColumn,
  Database,
  History,
  House,
  KeyRound,
  type LucideIcon,
  Mail,
  MailPlus,
  MonitorSmartphone,
  Palette,
  Plug,
  Settings,
  Shield,
  Stethoscope,
  User,
  Users,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { type AdminPage, adminPagesOf } from '../lib/admin-pages.ts'
import { usePermissions } from '../lib/use-permissions.ts'

interface Item {
  readonly to: string
  readonly text: string
  readonly icon: LucideIcon
  /** Whether pages below it have entries of their own. */
  readonly isExact?: true
}

const ACCOUNT: readonly Item[] = [
  { to: '/dashboard', text: 'overview', icon: House },
  { to: '/account/profile', text: 'profile', icon: User },
  { to: '/account/security', text: 'security', icon: KeyRound },
  { to: '/account/sessions', text: 'sessions', icon: MonitorSmartphone },
  { to: '/account/activity', text: 'activity', icon: Activity },
  { to: '/account/data', text: 'data', icon: Database },
]

const ADMINISTRATION: Readonly<Partial<Record<AdminPage, Omit<Item, 'to'>>>> = {
  figures: { text: 'adminOverview', icon: ChartColumn },
  users: { text: 'users', icon: Users },
  invitations: { text: 'invitations', icon: MailPlus },
  roles: { text: 'roles', icon: Shield },
  audit: { text: 'audit', icon: History },
  mail: { text: 'mail', icon: Mail },
  settings: { text: 'settings', icon: Settings, isExact: true },
  'settings/brand': { text: 'brand', icon: Palette },
  connect: { text: 'connect', icon: Plug },
  doctor: { text: 'doctor', icon: Stethoscope },
}

const Part = ({ title, items }: { readonly title: string; readonly items: readonly Item[] }) => {
  const { t } = useTranslation('ui')
  return (
    <div className="grid gap-1">
      <h2 className="px-3 pb-1 text-xs font-semibold tracking-wide text-quiet uppercase">
        {title}
      </h2>
      <ul className="grid gap-0.5">
        {items.map(({ to, text, icon: Icon, isExact = false }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={isExact}
              className={({ isActive }) =>
                `flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm font-medium ${
                  isActive ? 'bg-brand-soft text-brand' : 'text-quiet hover:bg-page hover:text-ink'
                }`
              }
            >
              <Icon aria-hidden="true" className="size-4.5 shrink-0" />
              {t(`nav.${text}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The pages of the account, and those of the administration that one may see. */
export const SideNav = () => {
  const { t } = useTranslation('ui')
  const { may } = usePermissions()
  const allowed = adminPagesOf(may).flatMap((page) => {
    const item = ADMINISTRATION[page]
    return item ? [{ ...item, to: `/admin/${page}` }] : []
  })
  return (
    <nav aria-label={t('nav.main')} className="grid gap-6">
      <Part title={t('nav.account')} items={ACCOUNT} />
      {allowed.length > 0 && <Part title={t('nav.administration')} items={allowed} />}
    </nav>
  )
}
