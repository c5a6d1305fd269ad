import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField, digitsIn } from '../../ui/code-field.tsx'
import { Form } from '../../ui/form.tsx'
import { MailHint } from '../../ui/mail-hint.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ResendButton } from '../../ui/resend-button.tsx'

export const LoginByCode = ({
  email,
  onBack,
}: {
  readonly email: string
  readonly onBack: () => void
}) => {
  const { t } = useTranslation()
  const { isBusy, problem, setProblem, run } = useCall()
  const [isSentAgain, setSentAgain] = useState(false)
  return (
    <Form
      isBusy={isBusy}
      refusal={problem}
      onSend={({ code = '' }) => {
        setSentAgain(false)
        const lacking = missing({ code }, ['code'])
        if (lacking) setProblem(lacking)
        else void run(() => latchkey.verifyOtp({ email, otp: digitsIn(code) }))
      }}
    >
      <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
      <Notice tone="good">{isSentAgain && t('login.codeAgain')}</Notice>
      <MailHint />
      <CodeField label={t('field.code')} problem={problem} />
      <Button type="submit" isBusy={isBusy}>
        {t('login.submit')}
      </Button>
      <div className="flex flex-wrap justify-between gap-3">
        <ResendButton
          onClick={async () =>
            setSentAgain((await run(() => latchkey.sendOtp({ email }))) !== null)
          }
        >
          {t('login.anotherCode')}
        </ResendButton>
        <Button look="link" onClick={onBack}>
          {t('login.usePassword')}
        </Button>
      </div>
    </Form>
  )
}
