import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnAccount } from '../../lib/own-account.ts'
import { DialogFrame } from '../../ui/dialog-frame.tsx'
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
      <DialogFrame>
        <div className="grid gap-2">
          <AlertDialog.Title className="text-lg font-semibold">
            {t('delete.dialogTitle')}
          </AlertDialog.Title>
          <AlertDialog.Description className="break-words text-quiet">
            {t('delete.dialogLead', { email: account.user.email })}
          </AlertDialog.Description>
        </div>
        <DeleteForm account={account} onCancel={() => setOpen(false)} />
      </DialogFrame>
    </AlertDialog.Root>
  )
}
