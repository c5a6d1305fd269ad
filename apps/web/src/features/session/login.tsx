import { useSession } from '@latchkey/client/react'
import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { useConfig } from '../../lib/use-config.ts'
import { useMailedTo } from '../../lib/use-mailed-to.ts'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Loading } from '../../ui/loading.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { LoginByCode } from './login-by-code.tsx'
import { LoginByPassword } from './login-by-password.tsx'
import { useArrival } from './use-arrival.ts'

/** Sign in by password or by mailed code. Who is signed in already goes on at once. */
export const Login = () => {
  const { t } = useTranslation()
  const config = useConfig()
  const session = useSession()
  const { returnTo, wasSignedOut } = useArrival()
  const { mailedTo, typed, awaitMail, typeAgain } = useMailedTo('signIn')
  if (session.status === 'loading') return <Loading />
  if (session.status === 'signed_in') return <Navigate to={returnTo ?? '/dashboard'} replace />
  return (
    <EntryPage
      title={t('login.title')}
      lead={
        mailedTo === null
          ? t(wasSignedOut ? 'login.signedOut' : 'login.lead')
          : t('login.codeLead', { email: mailedTo })
      }
      links={
        <>
          <TextLink to="/auth/forgot-password">{t('login.forgot')}</TextLink>
          {config?.registrationEnabled !== false && (
            <TextLink to="/auth/register">{t('login.register')}</TextLink>
          )}
        </>
      }
    >
      {mailedTo === null ? (
        <LoginByPassword email={typed} onCode={(address) => void awaitMail(address)} />
      ) : (
        <LoginByCode email={mailedTo} onBack={() => void typeAgain()} />
      )}
    </EntryPage>
  )
}
