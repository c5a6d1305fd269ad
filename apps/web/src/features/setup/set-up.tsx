import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts, problemText } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { useLink } from '../../lib/use-link.ts'
import { Button } from '../../ui/button.tsx'
import { EntryPage } from '../../ui/entry-page.tsx'
import { Form } from '../../ui/form.tsx'
import { Loading } from '../../ui/loading.tsx'
import { NameFields } from '../../ui/name-fields.tsx'
import { NewPasswordField } from '../../ui/new-password-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SetupOver } from './setup-over.tsx'
import { SetupProgress } from './setup-progress.tsx'
import { useSetupOpen } from './use-setup-open.ts'

const REQUIRED = ['firstName', 'lastName', 'email', 'password']

/** The first administrator, by the link that the server prints. */
export const SetUp = () => {
  const { t } = useTranslation('setup')
  const navigate = useNavigate()
  const { token } = useLink()
  const { isBusy, problem, setProblem, run } = useCall()
  const isOpen = useSetupOpen()
  if (isOpen === undefined) return <Loading />
  if (!isOpen || problem?.code === 'not_found') return <SetupOver because="closed" />
  if (token === null) return <SetupOver because="noLink" />
  if (problem?.code === 'invalid_or_expired_token') return <SetupOver because="over" />
  const send = async (fields: Readonly<Record<string, string>>) => {
    const lacking = missing(fields, REQUIRED)
    if (lacking) return setProblem(lacking)
    const { email = '', password = '', firstName = '', lastName = '' } = fields
    if (await run(() => latchkey.setUp({ token, email, password, firstName, lastName })))
      await navigate('/setup?step=brand', { replace: true })
  }
  return (
    <EntryPage
      title={t('setup.title')}
      lead={t('setup.lead')}
      progress={<SetupProgress step="administrator" />}
    >
      <Form isBusy={isBusy} refusal={problem} onSend={(fields) => void send(fields)}>
        <Notice>{problem && !problem.errors && problemText(problem)}</Notice>
        <NameFields problem={problem} />
        <TextField
          label={t('translation:field.email')}
          name="email"
          type="email"
          autoComplete="username"
          errors={fieldTexts(problem, 'email')}
        />
        <NewPasswordField errors={fieldTexts(problem, 'password')} />
        <Button type="submit" isBusy={isBusy}>
          {t('setup.submit')}
        </Button>
      </Form>
    </EntryPage>
  )
}
