import { useSentences } from '../../lib/audit-sentences.ts'
import { DetailsDialog } from '../../ui/details-dialog.tsx'
import type { AuditEvent } from './audit-api.ts'
import { EventDetails } from './event-details.tsx'
import { toldEvent } from './told-event.ts'

/** What happened, in a sentence that opens everything that was recorded with it. */
export const EventSentence = ({ event }: { readonly event: AuditEvent }) => {
  const { sentence, details } = useSentences()
  const told = toldEvent(event)
  const title = sentence(told)
  return (
    <div className="grid min-w-56 justify-items-start">
      <DetailsDialog
        title={title}
        trigger={
          <button
            type="button"
            className="min-h-6 text-left font-medium text-brand underline-offset-4 hover:underline"
          >
            {title}
          </button>
        }
      >
        {(close) => <EventDetails event={event} onLeave={close} />}
      </DetailsDialog>
      <span className="text-quiet empty:hidden">{details(told).join(' ')}</span>
    </div>
  )
}
