import { Menu } from '@base-ui/react/menu'
import type { User } from '@latchkey/client'
import { type ReactElement, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { latchkey } from '../lib/latchkey.ts'
import { nameOf } from '../lib/name-of.ts'
import { tellProblem } from '../lib/toasts.ts'

const ITEM =
  'flex min-h-10 cursor-default items-center rounded-lg px-3 text-sm outline-none data-highlighted:bg-page'

interface Props {
  readonly trigger: ReactElement
  readonly user: User
}

/** The menu, open from the start (later.tsx). */
export const UserMenuPanel = ({ trigger, user }: Props) => {
  const { t } = useTranslation('ui')
  const place = useRef<HTMLDivElement>(null)
  const leave = async (call: typeof latchkey.logout | typeof latchkey.logoutAll) => {
    const { error } = await call()
    if (error) tellProblem(error)
  }
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger render={trigger} />
      <div ref={place} />
      {/* Inside the header: what stands outside of every landmark is hard to find by ear. */}
      <Menu.Portal container={place}>
        <Menu.Positioner sideOffset={8} align="end" className="z-40 outline-none">
          <Menu.Popup className="grid w-64 gap-1 rounded-xl border border-line bg-card p-2 text-ink shadow-lg outline-none">
            <div className="grid px-3 py-2">
              <span className="truncate font-medium">{nameOf(user)}</span>
              <span className="truncate text-sm text-quiet">{user.email}</span>
            </div>
            <Menu.LinkItem className={ITEM} closeOnClick render={<Link to="/account/profile" />}>
              {t('nav.profile')}
            </Menu.LinkItem>
            <Menu.LinkItem className={ITEM} closeOnClick render={<Link to="/account/security" />}>
              {t('nav.security')}
            </Menu.LinkItem>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Item className={ITEM} onClick={() => void leave(latchkey.logout)}>
              {t('nav.logout')}
            </Menu.Item>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Item className={ITEM} onClick={() => void leave(latchkey.logoutAll)}>
              {t('nav.logoutAll')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
