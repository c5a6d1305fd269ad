import { Menu as MenuIcon } from 'lucide-react'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useBrand } from '../lib/use-brand.ts'
import { BrandMark } from './brand-mark.tsx'
import { Later } from './later.tsx'
import { OfflineNotice } from './offline-notice.tsx'
import { Preferences } from './preferences.tsx'
import { SideNav } from './side-nav.tsx'
import { UserMenu } from './user-menu.tsx'

const Brand = () => (
  <Link to="/dashboard" className="flex min-w-0 items-center gap-2.5 font-semibold">
    <BrandMark brand={useBrand()} />
  </Link>
)

const fetchPanel = async () => (await import('./drawer-panel.tsx')).DrawerPanel

/** The menu of small screens. */
const Drawer = () => {
  const { t } = useTranslation('ui')
  const trigger = (
    <button
      type="button"
      aria-label={t('nav.open')}
      className="grid size-11 place-items-center rounded-xl text-quiet hover:text-ink lg:hidden"
    >
      <MenuIcon aria-hidden="true" className="size-5" />
    </button>
  )
  return (
    <Later trigger={trigger} popup="dialog" fetchOpened={fetchPanel}>
      {(Panel) => <Panel trigger={trigger} />}
    </Later>
  )
}

/** Where short news appears, fetched once the page stands: nobody has done anything before. */
const NewsCorner = () => {
  const [Toaster, setToaster] = useState<ComponentType | null>(null)
  useEffect(() => {
    import('./toaster.tsx').then(
      (fetched) => setToaster(() => fetched.Toaster),
      () => undefined,
    )
  }, [])
  return Toaster && <Toaster />
}

/** What stands around every page of somebody who is signed in. */
export const AppShell = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useTranslation('ui')
  return (
    <div className="min-h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-card focus:px-4 focus:py-2"
      >
        {t('nav.skip')}
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-card">
        <div className="mx-auto flex h-16 max-w-7xl items-center gap-2 px-4 sm:px-6">
          <Drawer />
          <Brand />
          <div className="ml-auto flex items-center gap-3">
            <UserMenu />
          </div>
        </div>
      </header>
      {/* As high as the screen from the start: what stands below does not jump when a page comes. */}
      <div className="mx-auto flex min-h-[calc(100dvh-4rem)] max-w-7xl gap-8 px-4 py-6 sm:px-6 lg:py-8">
        <aside className="hidden w-56 shrink-0 lg:block">
          <div className="sticky top-24">
            <SideNav />
          </div>
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <OfflineNotice />
          {children}
        </main>
      </div>
      <Preferences />
      <NewsCorner />
    </div>
  )
}
