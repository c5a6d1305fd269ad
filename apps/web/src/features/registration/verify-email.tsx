import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { focusFirst } from '../../lib/focus-first.ts'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts, problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { useLink } from '../../lib/use-link.ts'
import { Button } from '../../ui/button.tsx'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { CheckMail } from './check-mail.tsx'

/**
 * The mailed link. Opening it does nothing, a click does; in another browser than that of the
 * sign-up the password proves that both are one person's.
 */
export const VerifyEmail = () => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { token } = useLink()
  const [needsPassword, setNeedsPassword] = useState(false)
  const { isBusy, problem, setProblem, run } = useCall()
  const [wasPasswordSent, setPasswordSent] = useState(false)
  if (token === null) return <CheckMail email={null} />
  if (problem?.code === 'invalid_or_expired_token')
    return (
      <EntryPage
        title={t('verify.over')}
        lead={t('verify.overLead')}
        links={
          <>
            <TextLink to="/auth/login">{t('verify.login')}</TextLink>
            <TextLink to="/auth/register">{t('verify.register')}</TextLink>
          </>
        }
      />
    )
  const isProofWrong = problem?.code === 'proof_required' && wasPasswordSent
  const send = async (password: string) => {
    const lacking = needsPassword ? missing({ password }, ['password']) : null
    if (lacking) return setProblem(lacking)
    const proof = needsPassword ? { token, password } : { token }
    const result = await run(async () => {
      const answer = await latchkey.verifyEmail(proof)
      if (answer.error?.code === 'proof_required') setNeedsPassword(true)
      setPasswordSent(needsPassword)
      return answer
    })
    if (result) await navigate('/dashboard', { replace: true })
  }
  const errors = isProofWrong ? [t('verify.wrongPassword')] : fieldTexts(problem, 'password')
  return (
    <EntryPage
      title={t('verify.title')}
      lead={t(needsPassword ? 'verify.proofLead' : 'verify.lead')}
    >
      <Form isBusy={isBusy} refusal={problem} onSend={({ password = '' }) => void send(password)}>
        <Notice>
          {problem && !problem.errors && problem.code !== 'proof_required' && problemText(problem)}
        </Notice>
        {needsPassword && (
          <div ref={focusFirst}>
            <PasswordField
              label={t('field.password')}
              name="password"
              autoComplete="current-password"
              errors={errors}
            />
          </div>
        )}
        <Button type="submit" isBusy={isBusy}>
          {t('verify.submit')}
        </Button>
      </Form>
    </EntryPage>
  )
}
