import { Check, Lock, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSentences } from '../lib/audit-sentences.ts'
import type { OwnEvent } from '../lib/own-activity.ts'
import { useDevice } from '../lib/use-device.ts'
import { useFormats } from '../lib/use-formats.ts'

interface Props {
  readonly event: OwnEvent
  /** The day stands above it already. */
  readonly isDated?: boolean
}

const LOOKS = {
  done: { icon: Check, color: 'bg-good-soft text-good' },
  locked: { icon: Lock, color: 'bg-warn-soft text-warn' },
  refused: { icon: X, color: 'bg-bad-soft text-bad' },
} as const

/** A lock was done as it should be, and is no good news. */
const lookOf = ({ success, action }: OwnEvent): keyof typeof LOOKS => {
  if (!success) return 'refused'
  return action === 'authn_login_lock' || action === 'user_disabled' ? 'locked' : 'done'
}

/** One thing that happened to one's account: what, by whom, when and from where. */
export const ActivityItem = ({ event, isDated = false }: Props) => {
  const { t } = useTranslation('ui')
  const { sentence, details } = useSentences()
  const { instant, ago, time } = useFormats()
  const nameOf = useDevice()
  const { at, byAdministrator, device, ipAddress } = event
  const told = { ...event, byOther: byAdministrator }
  const look = lookOf(event)
  const { icon: Icon, color } = LOOKS[look]
  const place = byAdministrator
    ? [t('activity.byAdministrator')]
    : [device && nameOf(device), ipAddress].filter(Boolean)
  return (
    <li className="flex items-start gap-3 py-3">
      <span className={`mt-0.5 grid size-6 shrink-0 place-items-center rounded-full ${color}`}>
        <Icon aria-hidden="true" className="size-3.5" />
        <span className="sr-only">{t(`activity.${look}`)}</span>
      </span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="break-words">{[sentence(told), ...details(told)].join(' ')}</p>
        <p className="text-sm break-words text-quiet">
          <time dateTime={at} title={instant(at)}>
            {isDated ? time(at) : ago(at)}
          </time>
          {place.map((part) => ` · ${part}`)}
        </p>
      </div>
    </li>
  )
}
