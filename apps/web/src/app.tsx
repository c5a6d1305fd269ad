import { type ComponentType, lazy, Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { ForgotPassword } from './features/password/forgot-password.tsx'
import { ResetPassword } from './features/password/reset-password.tsx'
import { Register } from './features/registration/register.tsx'
import { VerifyEmail } from './features/registration/verify-email.tsx'
import { Login } from './features/session/login.tsx'
import { parts } from './parts.ts'
import { Loading } from './ui/loading.tsx'
import { NotFoundBeforeSignIn } from './ui/not-found-before-sign-in.tsx'

const part = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }))

const SignedInArea = part(async () => (await parts.signedIn()).SignedInArea)
const Dashboard = part(async () => (await parts.dashboard()).Dashboard)
const AccountArea = part(async () => (await parts.account()).AccountArea)
const AccountDeleted = part(async () => (await parts.accountDeleted()).AccountDeleted)
const SetupArea = part(async () => (await parts.setup()).SetupArea)
const AdminArea = part(async () => (await parts.admin()).AdminArea)

/** Every page, by its address. */
export const App = () => (
  <Suspense fallback={<Loading />}>
    <Routes>
      <Route path="/" element={<Navigate to="/dashboard" replace />} />
      <Route path="/login" element={<Navigate to="/auth/login" replace />} />
      <Route path="/register" element={<Navigate to="/auth/register" replace />} />
      <Route path="/auth/login" element={<Login />} />
      <Route path="/auth/register" element={<Register />} />
      <Route path="/auth/verify-email" element={<VerifyEmail />} />
      <Route path="/auth/forgot-password" element={<ForgotPassword />} />
      <Route path="/auth/reset-password" element={<ResetPassword />} />
      <Route path="/auth/account-deleted" element={<AccountDeleted />} />
      <Route path="/setup" element={<SetupArea />} />
      <Route element={<SignedInArea />}>
        <Route path="/dashboard" element={<Dashboard />} />
        <Route path="/account/*" element={<AccountArea />} />
        <Route path="/admin/*" element={<AdminArea />} />
      </Route>
      <Route path="*" element={<NotFoundBeforeSignIn />} />
    </Routes>
  </Suspense>
)
