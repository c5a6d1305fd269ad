import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { SideNav } from './side-nav.tsx'

/** The menu that slides over the page, open from the start (later.tsx). */
export const DrawerPanel = ({ trigger }: { readonly trigger: ReactElement }) => {
  const { t } = useTranslation('ui')
  const { pathname } = useLocation()
  const [isOpen, setOpen] = useState(true)
  const shownAt = useRef(pathname)
  useEffect(() => {
    // Closes when another page is shown.
    if (shownAt.current !== pathname) setOpen(false)
    shownAt.current = pathname
  }, [pathname])
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 overflow-y-auto border-r border-line bg-card p-4 text-ink">
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-lg font-semibold">{t('nav.main')}</Dialog.Title>
            <Dialog.Close
              aria-label={t('nav.close')}
              className="grid size-11 place-items-center rounded-xl text-quiet hover:text-ink"
            >
              <X aria-hidden="true" className="size-5" />
            </Dialog.Close>
          </div>
          <SideNav />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
