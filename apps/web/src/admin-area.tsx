import { type ComponentType, lazy } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { type AdminPage, adminPagesOf } from './lib/admin-pages.ts'
import { usePermissions } from './lib/use-permissions.ts'
import { Forbidden } from './ui/forbidden.tsx'
import { Loaded } from './ui/loaded.tsx'
import { NotFoundSignedIn } from './ui/not-found-signed-in.tsx'

const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }))

const Figures = page(async () => (await import('./features/statistics/figures.tsx')).Figures)
const Users = page(async () => (await import('./features/managed-user/users.tsx')).Users)
const UserDetail = page(
  async () => (await import('./features/managed-user/user-detail.tsx')).UserDetail,
)
const UserSessions = page(
  async () => (await import('./features/managed-user/user-sessions.tsx')).UserSessions,
)
const UserTimeline = page(async () => (await import('./user-timeline.tsx')).UserTimeline)
const Invitations = page(
  async () => (await import('./features/invitation/invitations.tsx')).Invitations,
)
const Roles = page(async () => (await import('./features/role/roles.tsx')).Roles)
const AuditLog = page(async () => (await import('./features/audit/audit-log.tsx')).AuditLog)
const Mails = page(async () => (await import('./features/mail/mails.tsx')).Mails)
const Settings = page(async () => (await import('./features/settings/settings.tsx')).Settings)
const BrandPage = page(async () => (await import('./features/brand/brand-page.tsx')).BrandPage)
const ConnectPage = page(
  async () => (await import('./features/connect/connect-page.tsx')).ConnectPage,
)
const Doctor = page(async () => (await import('./features/doctor/doctor.tsx')).Doctor)

const PAGES: Readonly<Record<AdminPage, ComponentType>> = {
  figures: Figures,
  users: Users,
  'users/:id': UserDetail,
  'users/:id/sessions': UserSessions,
  'users/:id/timeline': UserTimeline,
  invitations: Invitations,
  roles: Roles,
  audit: AuditLog,
  mail: Mails,
  settings: Settings,
  'settings/brand': BrandPage,
  connect: ConnectPage,
  doctor: Doctor,
}

/** The pages of the administration, each for those who can work with it. The server decides. */
export const AdminArea = () => {
  const { query, may } = usePermissions()
  if (!query.data)
    return (
      <Loaded of={query} lines={6}>
        {() => null}
      </Loaded>
    )
  const allowed = adminPagesOf(may)
  const [first] = allowed
  if (!first) return <Forbidden />
  return (
    <Routes>
      <Route index element={<Navigate to={`/admin/${first}`} replace />} />
      {Object.entries(PAGES).map(([path, Page]) => (
        <Route
          key={path}
          path={path}
          element={allowed.some((one) => one === path) ? <Page /> : <Forbidden />}
        />
      ))}
      <Route path="*" element={<NotFoundSignedIn />} />
    </Routes>
  )
}
