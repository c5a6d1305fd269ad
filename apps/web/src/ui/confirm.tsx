import type { ConfirmProps } from './confirm-dialog.tsx'
import { Later } from './later.tsx'

const fetchDialog = async () => (await import('./confirm-dialog.tsx')).ConfirmDialog

/** Asks before something is done that cannot be undone, or that others will feel. */
export const Confirm = (props: ConfirmProps) => (
  <Later trigger={props.trigger} popup="dialog" fetchOpened={fetchDialog}>
    {(Dialog) => <Dialog {...props} />}
  </Later>
)
