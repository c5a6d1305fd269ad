import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { tellOutcome } from '../../lib/tell-outcome.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { type ManagedUser, usersApi } from './users-api.ts'

interface Props {
  readonly user: ManagedUser
}

/** Keeps a user out, or lets them in again. One button, so that it keeps its place and its focus. */
export const DisableButton = ({ user }: Props) => {
  const { t } = useTranslation('managed-user')
  const [act] = usersApi.useActOnUserMutation()
  const what = user.disabled ? 'enable' : 'disable'
  const name = nameOf(user)
  return (
    <Confirm
      trigger={<Button look={user.disabled ? 'strong' : 'plain'}>{t(`act.${what}`)}</Button>}
      title={t(`act.${what}Title`, { name })}
      action={t(`act.${what}`)}
      look={user.disabled ? 'strong' : 'danger'}
      onConfirm={() => tellOutcome(act({ id: user.id, act: what }), t(`act.${what}d`))}
    >
      {t(`act.${what}Lead`)}
    </Confirm>
  )
}

/** Mails a user a link to choose a new password. */
export const SendResetButton = ({ user }: Props) => {
  const { t } = useTranslation('managed-user')
  const [act] = usersApi.useActOnUserMutation()
  return (
    <Confirm
      trigger={<Button look="plain">{t('act.reset')}</Button>}
      title={t('act.resetTitle', { name: nameOf(user) })}
      action={t('act.resetAction')}
      look="strong"
      onConfirm={() => tellOutcome(act({ id: user.id, act: 'send-reset' }), t('act.resetDone'))}
    >
      {t('act.resetLead', { email: user.email })}
    </Confirm>
  )
}

/** Forgets the wrong guesses of a password. */
export const UnlockButton = ({ user, onDone }: Props & { readonly onDone: () => void }) => {
  const { t } = useTranslation('managed-user')
  const [act, { isLoading }] = usersApi.useActOnUserMutation()
  return (
    <Button
      isBusy={isLoading}
      onClick={() =>
        void tellOutcome(act({ id: user.id, act: 'unlock' }), t('act.unlocked')).then(
          (isDone) => isDone && onDone(),
        )
      }
    >
      {t('act.unlock')}
    </Button>
  )
}
