import { useSession } from '@latchkey/client/react'
import { Fragment, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { useAskingAgain } from './lib/use-asking-again.ts'
import { useHiddenInMemory } from './lib/use-hidden-in-memory.ts'
import { Button } from './ui/button.tsx'
import { EntryPage } from './ui/entry-page.tsx'
import { Loading } from './ui/loading.tsx'

/** Nobody knows who is signed in. */
const Unreachable = () => {
  const { t } = useTranslation()
  const { isBusy, askAgain } = useAskingAgain()
  return (
    <EntryPage title={t('unreachable.title')} lead={t('unreachable.lead')}>
      <Button isBusy={isBusy} onClick={askAgain}>
        {t('unreachable.again')}
      </Button>
    </EntryPage>
  )
}

/** Lets through who is signed in; others sign in first and come back to where they were going. */
export const OnlySignedIn = ({ children }: { readonly children: ReactNode }) => {
  const session = useSession()
  const { pathname, search } = useLocation()
  const wasSignedIn = useRef(false)
  wasSignedIn.current ||= session.status === 'signed_in'
  useHiddenInMemory()
  if (session.status === 'loading') return <Loading />
  if (session.status === 'unreachable') return <Unreachable />
  if (session.status === 'signed_in') return <Fragment key={session.user.id}>{children}</Fragment>
  const state = { returnTo: `${pathname}${search}`, wasSignedOut: wasSignedIn.current }
  return <Navigate to="/auth/login" replace state={state} />
}
