import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'

interface Props {
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A box in front of the page, which stays visible but out of reach. */
export const DialogFrame = ({ isWide = false, children }: Props) => (
  <Dialog.Portal>
    <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
    <Dialog.Popup
      className={`fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 gap-5 overflow-y-auto rounded-2xl border border-line bg-card p-6 text-ink shadow-xl ${isWide ? 'w-2xl' : 'w-[28rem]'}`}
    >
      {children}
    </Dialog.Popup>
  </Dialog.Portal>
)
