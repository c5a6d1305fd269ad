import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import type { ManagedUser } from './access-api.ts'
import { stateOf } from './user-state.ts'

/** Whether a user can sign in, in a word. */
export const UserStateBadge = ({ user }: { readonly user: ManagedUser }) => {
  const { t } = useTranslation('access')
  const state = stateOf(user, new Date())
  return <Badge tone={state === 'active' ? 'good' : 'bad'}>{t(`state.${state}`)}</Badge>
}
