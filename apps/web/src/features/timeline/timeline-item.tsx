import { useTranslation } from 'react-i18next'
import { type ToldEvent, useSentences } from '../../lib/audit-sentences.ts'
import { useDevice } from '../../lib/use-device.ts'
import { useFormats } from '../../lib/use-formats.ts'
import { Badge } from '../../ui/badge.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { When } from '../../ui/when.tsx'
import type { MailRecord, UserEvent } from './timeline-api.ts'
import { useMailText } from './use-mail-text.ts'

interface Props {
  readonly event: UserEvent
  readonly mail: MailRecord | null
  /** The how-manieth wrong password in a row it was. */
  readonly wrongs: number | null
}

const toldOf = ({ actorId, userId, ...event }: UserEvent): ToldEvent => ({
  ...event,
  byOther: actorId !== null && actorId !== userId,
})

/** A lock was done as it should be, and is no good news. */
const toneOf = ({ success, action }: UserEvent) => {
  if (!success) return 'bad'
  return action === 'authn_login_lock' || action === 'user_disabled' ? 'plain' : 'good'
}

const From = ({ event }: { readonly event: UserEvent }) => {
  const { t } = useTranslation('timeline')
  const { instant } = useFormats()
  const deviceName = useDevice()
  const { at, ipAddress, device, actorId, userId } = event
  const isByOther = actorId !== null && actorId !== userId
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm text-quiet">
      <span>
        <When at={at} /> ({instant(at)})
      </span>
      {device && <span>{deviceName(device)}</span>}
      {ipAddress && <span>{ipAddress}</span>}
      {isByOther && (
        <span>
          {t('by')} <TextLink to={`/admin/users/${actorId}`}>{t('byOther')}</TextLink>
        </span>
      )}
    </p>
  )
}

/** One event: what happened, why it was refused, what helps, when and from where. */
export const TimelineItem = ({ event, mail, wrongs }: Props) => {
  const { t } = useTranslation('timeline')
  const { sentence, details, advice } = useSentences()
  const mailText = useMailText()
  const told = toldOf(event)
  const tone = toneOf(event)
  const help = advice(event.code)
  return (
    <li className="grid gap-1.5 py-4 sm:grid-cols-[6.5rem_1fr]">
      <div>
        <Badge tone={tone}>{t(tone)}</Badge>
      </div>
      <div className="grid gap-1.5">
        <p className="font-medium">{sentence(told)}</p>
        {wrongs !== null && <p>{t('times', { count: wrongs })}</p>}
        {details(told).map((text) => (
          <p key={text}>{text}</p>
        ))}
        {mail && <p>{mailText(event, mail)}</p>}
        {help && (
          <p className="text-sm">
            <span className="font-medium">{t('what')}:</span> {help}
          </p>
        )}
        <From event={event} />
      </div>
    </li>
  )
}
