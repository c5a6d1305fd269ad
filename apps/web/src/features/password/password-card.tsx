import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDispatch } from 'react-redux'
import { api } from '../../lib/api.ts'
import { atPassword } from '../../lib/at-password.ts'
import { latchkey } from '../../lib/latchkey.ts'
import { missing } from '../../lib/missing.ts'
import type { OwnAccount } from '../../lib/own-account.ts'
import { fieldTexts } from '../../lib/problem-text.ts'
import { tell } from '../../lib/toasts.ts'
import { useCall } from '../../lib/use-call.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Form } from '../../ui/form.tsx'
import { NewPasswordField } from '../../ui/new-password-field.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Refusal } from '../../ui/refusal.tsx'

/** Changes the password, or sets the first one. It passes no cache on its way. */
export const PasswordCard = ({ account }: { readonly account: OwnAccount }) => {
  const { t } = useTranslation('password')
  const dispatch = useDispatch()
  const { user, hasPassword } = account
  const [done, setDone] = useState(0)
  const [isDifferent, setDifferent] = useState(false)
  const { isBusy, problem, setProblem, run } = useCall()
  const refusal = atPassword(problem, 'currentPassword')
  const send = async (fields: Readonly<Record<string, string>>) => {
    setDifferent(false)
    const { currentPassword = '', password: newPassword = '', confirm = '' } = fields
    const required = [...(hasPassword ? ['currentPassword'] : []), 'newPassword', 'confirm']
    const lacking = missing({ currentPassword, newPassword, confirm }, required)
    if (lacking) return setProblem(lacking)
    if (newPassword !== confirm) {
      setProblem(null)
      return setDifferent(true)
    }
    const body = hasPassword ? { currentPassword, newPassword } : { newPassword }
    if (!(await run(() => latchkey.api.POST('/api/users/me/password', { body })))) return
    setDone(done + 1)
    tell(t('change.done'))
    dispatch(api.util.invalidateTags(['Me', 'Sessions']))
  }
  const differs = isDifferent ? [t('change.differ')] : []
  const text = hasPassword ? 'change' : 'first'
  return (
    <Card title={t(`${text}.title`)} lead={t(`${text}.lead`)}>
      <Form
        key={done}
        isBusy={isBusy}
        refusal={refusal ?? isDifferent}
        onSend={(fields) => void send(fields)}
      >
        <Refusal problem={refusal} />
        {/* Password managers file the new password under it. */}
        <input type="text" autoComplete="username" defaultValue={user.email} hidden readOnly />
        {hasPassword && (
          <PasswordField
            label={t('change.current')}
            name="currentPassword"
            autoComplete="current-password"
            errors={fieldTexts(refusal, 'currentPassword')}
          />
        )}
        <NewPasswordField
          owner={user}
          label={t('change.new')}
          errors={fieldTexts(refusal, 'newPassword')}
        />
        <PasswordField
          label={t('change.confirm')}
          name="confirm"
          autoComplete="new-password"
          errors={[...fieldTexts(refusal, 'confirm'), ...differs]}
        />
        <Button type="submit" isBusy={isBusy} className="justify-self-start">
          {t(`${text}.submit`)}
        </Button>
      </Form>
    </Card>
  )
}
