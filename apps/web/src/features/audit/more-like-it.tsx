import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/text-link.tsx'
import type { AuditEvent } from './audit-api.ts'
import { searchOf } from './audit-filter.ts'

interface Props {
  readonly event: AuditEvent
  readonly onLeave: () => void
}

const FIELDS = ['userId', 'actorId', 'ipAddress', 'requestId'] as const

/** Links to the other events of the same person, address or request. */
export const MoreLikeIt = ({ event, onLeave }: Props) => {
  const { t } = useTranslation('audit')
  // Nobody is a person here before the invitation is accepted.
  const isInvited = (field: string) => field === 'userId' && event.resource === 'invitation'
  const links = FIELDS.flatMap((field) => {
    const value = event[field]
    return value ? [{ field, search: searchOf({ [field]: value }) }] : []
  })
  if (links.length === 0) return null
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{t('auditLog.moreLikeIt')}</h3>
      <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
        {links.map(({ field, search }) => (
          <li key={field}>
            <TextLink to={{ pathname: '/admin/audit', search: `${search}` }} onClick={onLeave}>
              {t(`auditLog.same.${isInvited(field) ? 'invitation' : field}`)}
            </TextLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
