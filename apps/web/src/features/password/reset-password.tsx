import { useSession } from '@latchkey/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts, problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { useConfig } from '../../lib/use-config.ts'
import { useLink } from '../../lib/use-link.ts'
import { Button } from '../../ui/button.tsx'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Form } from '../../ui/form.tsx'
import { NewPasswordField } from '../../ui/new-password-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { InvitationOver } from './invitation-over.tsx'

/** A new password by a mailed link, typed twice; by an invitation it is the first one. */
export const ResetPassword = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const brand = useConfig()?.brand.name ?? 'Latchkey'
  const { token, isInvitation } = useLink()
  const [isDifferent, setDifferent] = useState(false)
  const session = useSession()
  const { isBusy, problem, setProblem, run } = useCall()
  const texts = isInvitation ? 'invited' : 'reset'
  const isOver = problem?.code === 'invalid_or_expired_token'
  if (isOver && isInvitation) return <InvitationOver />
  if (token === null || isOver)
    return (
      <EntryPage
        title={t(token === null ? 'reset.noLink' : 'reset.over')}
        lead={t(token === null ? 'reset.noLinkLead' : 'reset.overLead')}
        links={<TextLink to="/auth/forgot-password">{t('reset.askAgain')}</TextLink>}
      />
    )
  const send = async ({ password = '', confirm = '' }: Readonly<Record<string, string>>) => {
    setDifferent(false)
    const lacking = missing({ password, confirm }, ['password', 'confirm'])
    if (lacking) return setProblem(lacking)
    if (password !== confirm) return setDifferent(true)
    if (await run(() => latchkey.resetPassword({ token, password })))
      await navigate('/dashboard', { replace: true })
  }
  const differs = isDifferent ? [t('reset.differ')] : []
  return (
    <EntryPage title={t(`${texts}.title`)} lead={t(`${texts}.lead`, { brand })}>
      <Form isBusy={isBusy} refusal={problem ?? isDifferent} onSend={(fields) => void send(fields)}>
        <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
        {session.status === 'signed_in' && (
          <p className="text-sm text-quiet">
            {t('reset.signedInAs', { email: session.user.email })}
          </p>
        )}
        <NewPasswordField errors={fieldTexts(problem, 'password')} />
        <PasswordField
          label={t('field.confirmPassword')}
          name="confirm"
          autoComplete="new-password"
          errors={[...fieldTexts(problem, 'confirm'), ...differs]}
        />
        <Button type="submit" isBusy={isBusy}>
          {t(`${texts}.submit`)}
        </Button>
      </Form>
    </EntryPage>
  )
}
