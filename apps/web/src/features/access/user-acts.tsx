import { useTranslation } from 'react-i18next'
import { nameOf } from '../../lib/name-of.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { accessApi, type ManagedUser } from './access-api.ts'
import { useActs } from './use-acts.ts'

interface Props {
  readonly user: ManagedUser
}

/** Keeps a user out, or lets them in again. One button, so that it keeps its place and its focus. */
export const DisableButton = ({ user }: Props) => {
  const { t } = useTranslation('access')
  const [act] = accessApi.useActOnUserMutation()
  const doing = useActs()
  const what = user.disabled ? 'enable' : 'disable'
  const name = nameOf(user)
  return (
    <Confirm
      trigger={<Button look={user.disabled ? 'strong' : 'plain'}>{t(`act.${what}`)}</Button>}
      title={t(`act.${what}Title`, { name })}
      action={t(`act.${what}`)}
      look={user.disabled ? 'strong' : 'danger'}
      onConfirm={() => doing(act({ id: user.id, act: what }), `act.${what}d`)}
    >
      {t(`act.${what}Lead`)}
    </Confirm>
  )
}

/** Mails a user a link to choose a new password. */
export const SendResetButton = ({ user }: Props) => {
  const { t } = useTranslation('access')
  const [act] = accessApi.useActOnUserMutation()
  const doing = useActs()
  return (
    <Confirm
      trigger={<Button look="plain">{t('act.reset')}</Button>}
      title={t('act.resetTitle', { name: nameOf(user) })}
      action={t('act.resetAction')}
      look="strong"
      onConfirm={() => doing(act({ id: user.id, act: 'send-reset' }), 'act.resetDone')}
    >
      {t('act.resetLead', { email: user.email })}
    </Confirm>
  )
}

/** Forgets the wrong guesses of a password. */
export const UnlockButton = ({ user, onDone }: Props & { readonly onDone: () => void }) => {
  const { t } = useTranslation('access')
  const [act, { isLoading }] = accessApi.useActOnUserMutation()
  const doing = useActs()
  return (
    <Button
      isBusy={isLoading}
      onClick={() =>
        void doing(act({ id: user.id, act: 'unlock' }), 'act.unlocked').then(
          (isDone) => isDone && onDone(),
        )
      }
    >
      {t('act.unlock')}
    </Button>
  )
}
