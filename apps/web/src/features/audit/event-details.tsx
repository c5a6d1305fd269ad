import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSentences } from '../../lib/audit-sentences.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Person } from '../../ui/person.tsx'
import type { AuditEvent } from './audit-api.ts'
import { EventMetadata } from './event-metadata.tsx'
import { MoreLikeIt } from './more-like-it.tsx'
import { toldEvent } from './told-event.ts'

interface Props {
  readonly event: AuditEvent
  /** Called when a link leads to another list. */
  readonly onLeave: () => void
}

const Copied = ({ text, name }: { readonly text: string; readonly name: string }) => (
  <>
    <code className="break-all">{text}</code> <CopyButton text={text} of={name} />
  </>
)

/** Everything that was recorded with an event. What it has not is left out. */
export const EventDetails = ({ event, onLeave }: Props) => {
  const { t } = useTranslation('audit')
  const { advice, details, reasonName } = useSentences()
  const { instant } = useFormats()
  const told = toldEvent(event)
  const name = (field: string) => t(`auditLog.field.${field}`)
  const copied = (field: 'id' | 'sessionId' | 'requestId' | 'ipAddress') =>
    event[field] && <Copied text={event[field]} name={name(field)} />
  const isInvitation = event.resource === 'invitation'
  const person = (field: 'userId' | 'actorId') =>
    event[field] && (
      <>
        {isInvitation && field === 'userId' ? null : <Person id={event[field]} />}{' '}
        <Copied text={event[field]} name={name(field)} />
      </>
    )
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'at',
      <time key="at" dateTime={event.at}>
        {instant(event.at)} (<code>{event.at}</code>)
      </time>,
    ],
    ['userId', person('userId')],
    ['actorId', person('actorId') ?? t('auditLog.nobody')],
    ['code', event.code && `${reasonName(event.code)} (${event.code})`],
    ['action', <code key="action">{event.action}</code>],
    ['resource', <code key="resource">{event.resource}</code>],
    ['ipAddress', copied('ipAddress')],
    ['userAgent', event.userAgent],
    ['endpoint', event.endpoint && <code>{`${event.method} ${event.endpoint}`}</code>],
    ['requestId', copied('requestId')],
    ['sessionId', copied('sessionId')],
    ['processingTimeMs', event.processingTimeMs !== null && `${event.processingTimeMs} ms`],
    ['id', copied('id')],
  ]
  const said = [...details(told), advice(event.code)].filter(Boolean)
  return (
    <>
      {said.length > 0 && <p className="rounded-xl bg-page px-4 py-3 text-sm">{said.join(' ')}</p>}
      <Facts
        facts={facts
          .filter(([, value]) => Boolean(value))
          .map(([field, value]) => [name(field), value])}
      />
      <EventMetadata metadata={event.metadata} />
      <MoreLikeIt event={event} onLeave={onLeave} />
    </>
  )
}
