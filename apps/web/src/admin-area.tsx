import { type ComponentType, lazy } from 'react'
import { Navigate, Route, Routes } from 'react-router'
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

/** The pages of the administration, for those who may do anything in it. The server decides. */
export const AdminArea = () => {
  const { query, mayAnything, may } = usePermissions()
  if (!query.data)
    return (
      <Loaded of={query} lines={6}>
        {() => null}
      </Loaded>
    )
  if (!mayAnything) return <Forbidden />
  const start = may('stats:read') ? '/admin/figures' : '/admin/users'
  return (
    <Routes>
      <Route index element={<Navigate to={start} replace />} />
      <Route path="figures" element={<Figures />} />
      <Route path="users" element={<Users />} />
      <Route path="users/:id" element={<UserDetail />} />
      <Route path="users/:id/sessions" element={<UserSessions />} />
      <Route path="users/:id/timeline" element={<UserTimeline />} />
      <Route path="invitations" element={<Invitations />} />
      <Route path="roles" element={<Roles />} />
      <Route path="audit" element={<AuditLog />} />
      <Route path="mail" element={<Mails />} />
      <Route path="settings" element={<Settings />} />
      <Route path="settings/brand" element={<BrandPage />} />
      <Route path="connect" element={<ConnectPage />} />
      <Route path="doctor" element={<Doctor />} />
      <Route path="*" element={<NotFoundSignedIn />} />
    </Routes>
  )
}
