import { parseEmail } from '@latchkey/core/rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts, problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { useConfig } from '../../lib/use-config.ts'
import { useMailedTo } from '../../lib/use-mailed-to.ts'
import { Button } from '../../ui/button.tsx'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Form } from '../../ui/form.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { NewPasswordField } from '../../ui/new-password-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { CheckMail } from './check-mail.tsx'

const REQUIRED = ['firstName', 'lastName', 'email', 'password']

/** Sign up; then the mail is waited for on the same page. */
export const Register = () => {
  const { t } = useTranslation()
  const config = useConfig()
  const { isBusy, problem, setProblem, run } = useCall()
  const [names, setNames] = useState<Readonly<Record<string, string>>>({})
  const { mailedTo, typed, awaitMail } = useMailedTo('signUp')
  if (mailedTo !== null) return <CheckMail email={mailedTo} />
  if (config?.registrationEnabled === false)
    return (
      <EntryPage
        title={t('register.closed')}
        lead={t('register.closedLead')}
        links={<TextLink to="/auth/login">{t('register.login')}</TextLink>}
      />
    )
  const send = async (fields: Readonly<Record<string, string>>) => {
    const lacking = missing(fields, REQUIRED)
    if (lacking) return setProblem(lacking)
    const { email = '', password = '', firstName = '', lastName = '' } = fields
    setNames({ firstName, lastName })
    if (await run(() => latchkey.register({ email, password, firstName, lastName })))
      await awaitMail(parseEmail(email)?.address ?? email.trim())
  }
  return (
    <EntryPage
      title={t('register.title')}
      lead={t('register.lead')}
      links={<TextLink to="/auth/login">{t('register.login')}</TextLink>}
    >
      <Form isBusy={isBusy} refusal={problem} onSend={(fields) => void send(fields)}>
        <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
        <NameFields problem={problem} typed={names} />
        <TextField
          label={t('field.email')}
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={typed}
          errors={fieldTexts(problem, 'email')}
        />
        <NewPasswordField errors={fieldTexts(problem, 'password')} />
        <Button type="submit" isBusy={isBusy}>
          {t('register.submit')}
        </Button>
      </Form>
    </EntryPage>
  )
}
