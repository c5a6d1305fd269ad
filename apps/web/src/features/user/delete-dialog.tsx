import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { DeleteForm } from './delete-form.tsx'

interface Props {
  readonly account: OwnAccount
  /** The button that opens it. */
  readonly trigger: ReactElement
}

/** Asks whoever deletes their account for a proof, in a dialog that is open from the start (later.tsx). */
export const DeleteDialog = ({ account, trigger }: Props) => {
  const { t } = useTranslation('user')
  const [isOpen, setOpen] = useState(true)
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setOpen}>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-2rem)] w-[28rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 gap-5 overflow-y-auto rounded-2xl border border-line bg-card p-6 text-ink shadow-xl">
          <div className="grid gap-2">
            <AlertDialog.Title className="text-lg font-semibold">
              {t('delete.dialogTitle')}
            </AlertDialog.Title>
            <AlertDialog.Description className="break-words text-quiet">
              {t('delete.dialogLead', { email: account.user.email })}
            </AlertDialog.Description>
          </div>
          <DeleteForm account={account} onCancel={() => setOpen(false)} />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
