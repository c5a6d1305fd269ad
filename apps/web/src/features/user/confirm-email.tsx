import { useTranslation } from 'react-i18next'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField, digitsIn } from '../../ui/code-field.tsx'
import { Form } from '../../ui/form.tsx'
import { Refusal } from '../../ui/refusal.tsx'

interface Props {
  readonly email: string
  readonly onConfirmed: (email: string) => Promise<void>
  /** Has another code sent, which asks for the password again. */
  readonly onAgain: () => void
  readonly onLeave: () => void
}

/** Proves a new address by the code that was mailed to it. */
export const ConfirmEmail = ({ email, onConfirmed, onAgain, onLeave }: Props) => {
  const { t } = useTranslation('user')
  const { isBusy, problem, setProblem, run } = useCall()
  const send = async (typed: string) => {
    const lacking = missing({ code: typed }, ['code'])
    if (lacking) return setProblem(lacking)
    const body = { code: digitsIn(typed) }
    const data = await run(() => latchkey.api.POST('/api/users/me/email/confirm', { body }))
    if (data) await onConfirmed(data.user.email)
  }
  return (
    <div className="grid gap-5">
      <p role="status" className="text-sm break-words">
        {t('email.sent', { email })}
      </p>
      <Form isBusy={isBusy} refusal={problem} onSend={({ code = '' }) => void send(code)}>
        <Refusal problem={problem} />
        <CodeField label={t('translation:field.code')} problem={problem} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" isBusy={isBusy}>
            {t('email.confirm')}
          </Button>
          <Button look="plain" onClick={onAgain}>
            {t('email.again')}
          </Button>
          <Button look="plain" onClick={onLeave}>
            {t('ui:cancel')}
          </Button>
        </div>
      </Form>
    </div>
  )
}
