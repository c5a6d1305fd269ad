import type { Problem } from '@latchkey/client'
import { MAX_WRONG_PROOFS } from '@latchkey/core/rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { useGoingOn } from '../../lib/use-going-on.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField, digitsIn } from '../../ui/code-field.tsx'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Form } from '../../ui/form.tsx'
import { MailHint } from '../../ui/mail-hint.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ResendButton } from '../../ui/resend-button.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** The server knows the sign-up of this browser by a cookie, which ends with the sign-up. */
const isUnknown = ({ errors }: Problem): boolean =>
  errors?.some(({ path }) => path === 'registrationToken') ?? false

/** After a sign-up: the code of the mail, or another mail. */
export const CheckMail = ({ email }: { readonly email: string | null }) => {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { isBusy, problem, setProblem, run } = useCall()
  const [isSentAgain, setSentAgain] = useState(false)
  const [wrongCodes, setWrongCodes] = useState(0)
  useGoingOn()
  const send = async (code: string) => {
    setSentAgain(false)
    const lacking = missing({ code }, ['code'])
    if (lacking) return setProblem(lacking)
    const result = await run(async () => {
      const answer = await latchkey.verifyEmail({ code: digitsIn(code) })
      if (answer.error?.code === 'invalid_or_expired_token') setWrongCodes((count) => count + 1)
      return answer
    })
    if (result) await navigate('/dashboard', { replace: true })
  }
  const mayBeOver = email === null || wrongCodes > 0 || isSentAgain
  const why = () => {
    if (problem?.code === 'invalid_or_expired_token') return t('checkMail.wrong')
    if (problem && isUnknown(problem)) return t('checkMail.unknown')
    return problem && !problem.errors && problemText(problem)
  }
  return (
    <EntryPage
      title={t(email === null ? 'checkMail.noLink' : 'checkMail.title')}
      lead={email === null ? t('checkMail.noLinkLead') : t('checkMail.lead', { email })}
      links={
        <TextLink to="/auth/register" replace>
          {t(mayBeOver ? 'verify.register' : 'checkMail.otherAddress')}
        </TextLink>
      }
    >
      <Form isBusy={isBusy} refusal={problem} onSend={({ code = '' }) => void send(code)}>
        <Notice>{why()}</Notice>
        <Notice tone="good">{isSentAgain && t('checkMail.again')}</Notice>
        <MailHint />
        <CodeField label={t('field.code')} problem={problem} />
        <Button type="submit" isBusy={isBusy}>
          {t('checkMail.submit')}
        </Button>
        {/* The server does not say that too many wrong codes ended the sign-up, and then sends none. */}
        {wrongCodes < MAX_WRONG_PROOFS && (
          <div className="flex flex-wrap justify-between gap-3">
            <ResendButton
              onClick={async () =>
                setSentAgain((await run(() => latchkey.resendVerification())) !== null)
              }
            >
              {t('checkMail.resend')}
            </ResendButton>
          </div>
        )}
      </Form>
    </EntryPage>
  )
}
