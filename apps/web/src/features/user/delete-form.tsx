import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { atPassword } from '../../lib/at-password.ts'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import type { OwnAccount } from '../../lib/own-account.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { JUST_DELETED } from './just-deleted.ts'
import { OwnPasswordField } from './own-password-field.tsx'

interface Props {
  readonly account: OwnAccount
  readonly onCancel: () => void
}

/** The typed address and the password, after which the account is gone. */
export const DeleteForm = ({ account: { user, hasPassword }, onCancel }: Props) => {
  const { t } = useTranslation('user')
  const navigate = useNavigate()
  const { isBusy, problem, setProblem, run } = useCall()
  const [isOther, setOther] = useState(false)
  const refusal = atPassword(problem, 'password')
  const send = async ({ address = '', password = '' }: Readonly<Record<string, string>>) => {
    setProblem(null)
    const isSame = address.trim().toLowerCase() === user.email.toLowerCase()
    setOther(!isSame)
    if (!isSame) return
    const lacking = hasPassword ? missing({ password }, ['password']) : null
    if (lacking) return setProblem(lacking)
    const body = hasPassword ? { password } : {}
    if (!(await run(() => latchkey.api.DELETE('/api/users/me', { body })))) return
    await navigate('/auth/account-deleted', { replace: true, state: JUST_DELETED })
  }
  return (
    <Form isBusy={isBusy} refusal={refusal ?? isOther} onSend={(fields) => void send(fields)}>
      <Refusal problem={refusal} />
      <TextField
        label={t('delete.address')}
        name="address"
        type="email"
        autoComplete="off"
        errors={isOther ? [t('delete.otherAddress', { email: user.email })] : []}
      />
      <OwnPasswordField hasPassword={hasPassword} refusal={refusal} />
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="plain" onClick={onCancel}>
          {t('ui:cancel')}
        </Button>
        <Button type="submit" look="danger" isBusy={isBusy}>
          {t('delete.submit')}
        </Button>
      </div>
    </Form>
  )
}
