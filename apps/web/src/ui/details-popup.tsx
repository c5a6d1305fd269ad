import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogFrame } from './dialog-frame.tsx'

export interface DetailsProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ComponentProps<'button'>>
  readonly title: string
  /** Is given a function that closes the dialog. */
  readonly children: (close: () => void) => ReactNode
}

/** What is told, open from the start (later.tsx). */
export const DetailsPopup = ({ trigger, title, children }: DetailsProps) => {
  const { t } = useTranslation('ui')
  const [isOpen, setOpen] = useState(true)
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger render={trigger} />
      <DialogFrame isWide>
        <div className="flex items-start justify-between gap-4">
          <Dialog.Title className="min-w-0 text-lg font-semibold break-words">{title}</Dialog.Title>
          <Dialog.Close
            aria-label={t('close')}
            className="-m-2 grid size-11 shrink-0 place-items-center rounded-xl text-quiet hover:text-ink"
          >
            <X aria-hidden="true" className="size-5" />
          </Dialog.Close>
        </div>
        {children(() => setOpen(false))}
      </DialogFrame>
    </Dialog.Root>
  )
}
