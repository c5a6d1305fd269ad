import { Suspense } from 'react'
import { Provider } from 'react-redux'
import { Outlet, useLocation } from 'react-router'
import { store } from './lib/store.ts'
import { OnlySignedIn } from './only-signed-in.tsx'
import { AppShell } from './ui/app-shell.tsx'
import { Crashed } from './ui/crashed.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { Skeleton } from './ui/skeleton.tsx'

/** Everything behind sign-in: who is there, the shell around each page, and what pages know. */
export const SignedInArea = () => {
  const { pathname } = useLocation()
  return (
    <OnlySignedIn>
      <Provider store={store}>
        <AppShell>
          <ErrorBoundary key={pathname} fallback={<Crashed />}>
            <Suspense fallback={<Skeleton lines={6} />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </AppShell>
      </Provider>
    </OnlySignedIn>
  )
}
