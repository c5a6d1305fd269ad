import { useTranslation } from 'react-i18next'
import { Person } from '../../ui/person.tsx'
import type { AuditEvent } from './audit-api.ts'
import { InvitedPerson } from './invited-person.tsx'

/** Whom an event is about, and who did it when that is somebody else. */
export const EventPeople = ({ event }: { readonly event: AuditEvent }) => {
  const { t } = useTranslation('audit')
  const { userId, actorId, resource } = event
  if (userId === null && actorId === null) return <span className="text-quiet">–</span>
  return (
    <div className="grid whitespace-nowrap">
      {userId &&
        (resource === 'invitation' ? <InvitedPerson id={userId} /> : <Person id={userId} />)}
      {actorId && actorId !== userId && (
        <span className="text-quiet">
          {t('auditLog.by')} <Person id={actorId} />
        </span>
      )}
    </div>
  )
}
