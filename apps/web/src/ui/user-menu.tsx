import { useSession } from '@latchkey/client/react'
import { useTranslation } from 'react-i18next'
import { nameOf } from '../lib/name-of.ts'
import { Later } from './later.tsx'
import { Picture } from './picture.tsx'

const fetchPanel = async () => (await import('./user-menu-panel.tsx')).UserMenuPanel

/** Who is signed in, how the page looks, and the way out. */
export const UserMenu = () => {
  const { t } = useTranslation('ui')
  const session = useSession()
  if (session.status !== 'signed_in') return null
  const { user } = session
  const trigger = (
    <button type="button" className="rounded-full p-0.5">
      <Picture url={user.profileImageUrl} name={nameOf(user)} />
      <span className="sr-only">{t('nav.menuOf', { name: nameOf(user) })}</span>
    </button>
  )
  return (
    <Later trigger={trigger} popup="menu" fetchOpened={fetchPanel}>
      {(Panel) => <Panel trigger={trigger} user={user} />}
    </Later>
  )
}
