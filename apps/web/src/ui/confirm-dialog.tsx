import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { DialogFrame } from './dialog-frame.tsx'

export interface ConfirmProps {
  /** The button that asks. */
  readonly trigger: ReactElement<ComponentProps<'button'>>
  readonly title: string
  /** What will happen, and that it cannot be undone where it cannot. */
  readonly children: ReactNode
  /** The word for doing it, such as “Delete”. */
  readonly action: string
  /** How that button looks: `danger` unless it harms nobody. */
  readonly look?: 'danger' | 'strong'
  /** Does it; the dialog stays open while it resolves to false. */
  readonly onConfirm: () => Promise<boolean>
}

/** The question, open from the start (later.tsx). */
export const ConfirmDialog = ({
  trigger,
  title,
  children,
  action,
  look = 'danger',
  onConfirm,
}: ConfirmProps) => {
  const { t } = useTranslation('ui')
  const [isOpen, setOpen] = useState(true)
  const [isBusy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    const isDone = await onConfirm()
    setBusy(false)
    if (isDone) setOpen(false)
  }
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => isBusy || setOpen(open)}>
      <AlertDialog.Trigger render={trigger} />
      <DialogFrame>
        <div className="grid gap-2">
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="text-quiet">
            {children}
          </AlertDialog.Description>
        </div>
        <div className="flex flex-wrap justify-end gap-3">
          <AlertDialog.Close render={<Button look="plain">{t('cancel')}</Button>} />
          {/* Not the second click of two, which was meant for the button that opened this. */}
          <Button
            look={look}
            isBusy={isBusy}
            onClick={({ detail }) => void (detail < 2 && confirm())}
          >
            {action}
          </Button>
        </div>
      </DialogFrame>
    </AlertDialog.Root>
  )
}
