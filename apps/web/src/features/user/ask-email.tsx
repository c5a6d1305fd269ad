import { parseEmail } from '@latchkey/core/rules'
import { useTranslation } from 'react-i18next'
import { atPassword } from '../../lib/at-password.ts'
import { focusFirst } from '../../lib/focus-first.ts'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { fieldTexts } from '../../lib/problem-text.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { OwnPasswordField } from './own-password-field.tsx'

interface Props {
  readonly email: string
  readonly hasPassword: boolean
  readonly onAsked: (email: string) => void
  readonly onLeave: () => void
}

/** Asks for another address; the password says that it is the owner who asks. */
export const AskEmail = ({ email, hasPassword, onAsked, onLeave }: Props) => {
  const { t } = useTranslation('user')
  const { isBusy, problem, setProblem, run } = useCall()
  const refusal = atPassword(problem, 'password')
  const send = async ({ newEmail = '', password = '' }: Readonly<Record<string, string>>) => {
    const required = ['newEmail', ...(hasPassword ? ['password'] : [])]
    const lacking = missing({ newEmail, password }, required)
    if (lacking) return setProblem(lacking)
    const body = hasPassword ? { newEmail, password } : { newEmail }
    if (await run(() => latchkey.api.POST('/api/users/me/email', { body })))
      onAsked(parseEmail(newEmail)?.address ?? newEmail.trim())
  }
  return (
    <div ref={focusFirst}>
      <Form isBusy={isBusy} refusal={refusal} onSend={(fields) => void send(fields)}>
        <Refusal problem={refusal} />
        <TextField
          label={t('email.new')}
          name="newEmail"
          type="email"
          autoComplete="email"
          defaultValue={email}
          errors={fieldTexts(refusal, 'newEmail')}
        />
        <OwnPasswordField hasPassword={hasPassword} refusal={refusal} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" isBusy={isBusy}>
            {t('email.ask')}
          </Button>
          <Button look="plain" onClick={onLeave}>
            {t('ui:cancel')}
          </Button>
        </div>
      </Form>
    </div>
  )
}
