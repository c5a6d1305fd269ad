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
import { MailHint } from '../../ui/mail-hint.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ResendButton } from '../../ui/resend-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** Has a link mailed that sets a new password. The answer is the same for every address. */
export const ForgotPassword = () => {
  const { t } = useTranslation()
  const { isBusy, problem, setProblem, run } = useCall()
  const count = useConfig()?.resetMinutes
  const { mailedTo, typed, awaitMail } = useMailedTo('reset')
  const send = async (email: string) => {
    const lacking = missing({ email }, ['email'])
    if (lacking) return setProblem(lacking)
    if (await run(() => latchkey.forgotPassword({ email }))) await awaitMail(email.trim())
  }
  const works = count === undefined ? '' : t('forgot.works', { count })
  const links = <TextLink to="/auth/login">{t('forgot.login')}</TextLink>
  if (mailedTo !== null)
    return (
      <EntryPage
        title={t('forgot.sent')}
        lead={`${t('forgot.sentLead', { email: mailedTo })} ${works}`}
        links={links}
      >
        <Notice>{problem && problemText(problem)}</Notice>
        <MailHint />
        <ResendButton
          onClick={async () => {
            await run(() => latchkey.forgotPassword({ email: mailedTo }))
          }}
        >
          {t('forgot.again')}
        </ResendButton>
      </EntryPage>
    )
  return (
    <EntryPage title={t('forgot.title')} lead={`${t('forgot.lead')} ${works}`} links={links}>
      <Form isBusy={isBusy} refusal={problem} onSend={({ email = '' }) => void send(email)}>
        <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
        <TextField
          label={t('field.email')}
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={typed}
          errors={fieldTexts(problem, 'email')}
        />
        <Button type="submit" isBusy={isBusy}>
          {t('forgot.submit')}
        </Button>
      </Form>
    </EntryPage>
  )
}
