import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { nameOf } from '../../lib/name-of.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type ManagedUser, usersApi } from './users-api.ts'

/** Deletes a user for good, once their address was typed. */
export const UserDeletion = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [remove] = usersApi.useDeleteUserMutation()
  const navigate = useNavigate()
  const confirm = async () => {
    if (typed.trim().toLowerCase() !== user.email.toLowerCase()) {
      setWrong(true)
      return false
    }
    const isDone = await tellOutcome(remove(user.id), t('deletion.done'))
    if (isDone) await navigate('/admin/users', { replace: true })
    return isDone
  }
  return (
    <Card title={t('deletion.title')} lead={t('deletion.lead')}>
      <div>
        <Confirm
          trigger={<Button look="danger">{t('deletion.action')}</Button>}
          title={t('deletion.confirm', { name: nameOf(user) })}
          action={t('deletion.action')}
          onConfirm={confirm}
        >
          <div className="grid gap-4">
            <p>{t('deletion.final')}</p>
            <div className="text-ink">
              <TextField
                label={t('deletion.type', { email: user.email })}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => {
                  setTyped(target.value)
                  setWrong(false)
                }}
                errors={isWrong ? [t('deletion.differs')] : []}
              />
            </div>
          </div>
        </Confirm>
      </div>
    </Card>
  )
}
