import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { stateOf } from './user-state.ts'
import type { ManagedUser } from './users-api.ts'

/** Whether a user can sign in, in a word. */
export const UserStateBadge = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('managed-user')
  const state = stateOf(user, new Date())
  return <Badge tone={state === 'active' ? 'good' : 'bad'}>{t(`state.${state}`)}</Badge>
}
