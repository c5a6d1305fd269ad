import { Menu } from '@base-ui/react/menu'
import { useSession } from '@latchkey/client/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { latchkey } from '../lib/latchkey.ts'
import { nameOf } from '../lib/name-of.ts'
import { tellProblem } from '../lib/toasts.ts'
import { Picture } from './picture.tsx'

const ITEM =
  'flex min-h-10 cursor-default items-center rounded-lg px-3 text-sm outline-none data-highlighted:bg-page'

/** Who is signed in, how the page looks, and the way out. */
export const UserMenu = () => {
  const { t } = useTranslation('ui')
  const session = useSession()
  const place = useRef<HTMLDivElement>(null)
  if (session.status !== 'signed_in') return null
  const { user } = session
  const leave = async (call: typeof latchkey.logout | typeof latchkey.logoutAll) => {
    const { error } = await call()
    if (error) tellProblem(error)
  }
  return (
    <Menu.Root>
      <Menu.Trigger className="rounded-full p-0.5">
        <Picture url={user.profileImageUrl} name={nameOf(user)} />
        <span className="sr-only">{t('nav.menuOf', { name: nameOf(user) })}</span>
      </Menu.Trigger>
      <div ref={place} />
      {/* Inside the header: what stands outside of every landmark is hard to find by ear. */}
      <Menu.Portal container={place}>
        <Menu.Positioner sideOffset={8} align="end" className="z-40 outline-none">
          <Menu.Popup className="grid w-64 gap-1 rounded-xl border border-line bg-card p-2 text-ink shadow-lg outline-none">
            <div className="grid px-3 py-2">
              <span className="truncate font-medium">{nameOf(user)}</span>
              <span className="truncate text-sm text-quiet">{user.email}</span>
            </div>
            <Menu.Item className={ITEM} onClick={() => void leave(latchkey.logout)}>
              {t('nav.logout')}
            </Menu.Item>
            <Menu.Item className={ITEM} onClick={() => void leave(latchkey.logoutAll)}>
              {t('nav.logoutAll')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
