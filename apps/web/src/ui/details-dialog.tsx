import type { DetailsProps } from './details-popup.tsx'
import { Later } from './later.tsx'

const fetchPopup = async () => (await import('./details-popup.tsx')).DetailsPopup

/** More about something, in front of the page. */
export const DetailsDialog = (props: DetailsProps) => (
  <Later trigger={props.trigger} popup="dialog" fetchOpened={fetchPopup}>
    {(Popup) => <Popup {...props} />}
  </Later>
)
