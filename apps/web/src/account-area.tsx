import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Route, Routes } from 'react-router'
import { Activity } from './features/audit/activity.tsx'
import { Security } from './features/password/security.tsx'
import { Sessions } from './features/session/sessions.tsx'
import { OwnData } from './features/user/own-data.tsx'
import { Profile } from './features/user/profile.tsx'
import { NotFoundSignedIn } from './ui/not-found-signed-in.tsx'

const TEXTS = ['user', 'password', 'session', 'audit', 'sentences']

/** The pages of one's own account. Their texts come with the first of them. */
export const AccountArea = () => {
  const { i18n } = useTranslation()
  useEffect(() => void i18n.loadNamespaces(TEXTS), [i18n])
  return (
    <Routes>
      <Route index element={<Navigate to="/account/profile" replace />} />
      <Route path="profile" element={<Profile />} />
      <Route path="security" element={<Security />} />
      <Route path="sessions" element={<Sessions />} />
      <Route path="activity" element={<Activity />} />
      <Route path="data" element={<OwnData />} />
      <Route path="*" element={<NotFoundSignedIn />} />
    </Routes>
  )
}
