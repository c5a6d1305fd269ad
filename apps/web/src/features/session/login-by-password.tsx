import { useSession } from '@latchkey/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts, problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { UnreachableNotice } from '../../ui/unreachable-notice.tsx'

interface Props {
  readonly email: string
  /** A code is on its way to this address. */
  readonly onCode: (email: string) => void
}

export const LoginByPassword = ({ email: first, onCode }: Props) => {
  const { t } = useTranslation()
  const [email, setEmail] = useState(first)
  const { isBusy, problem, setProblem, run } = useCall()
  const { status } = useSession()
  const mailCode = async () => {
    const lacking = missing({ email }, ['email'])
    if (lacking) return setProblem(lacking)
    if (await run(() => latchkey.sendOtp({ email }))) onCode(email.trim())
  }
  return (
    <Form
      isBusy={isBusy}
      refusal={problem}
      onSend={({ password = '' }) => {
        const lacking = missing({ email, password }, ['email', 'password'])
        if (lacking) setProblem(lacking)
        else void run(() => latchkey.login({ email, password }))
      }}
    >
      <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
      {status === 'unreachable' && !problem && !isBusy && <UnreachableNotice />}
      <TextField
        label={t('field.email')}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={({ target }) => setEmail(target.value)}
        errors={fieldTexts(problem, 'email')}
      />
      <PasswordField
        label={t('field.password')}
        name="password"
        autoComplete="current-password"
        errors={fieldTexts(problem, 'password')}
      />
      <Button type="submit" isBusy={isBusy}>
        {t('login.submit')}
      </Button>
      <Button
        look="plain"
        isBusy={isBusy}
        onClick={({ detail }) => {
          // The second click of a double click was meant for what stood here before.
          if (detail < 2) void mailCode()
        }}
      >
        {t('login.mailCode')}
      </Button>
    </Form>
  )
}
